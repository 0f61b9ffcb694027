package dev.waymark.kit.sample;

import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

@ConformanceTest(
    name = "Passing",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "route.yaml")
class Passing {
  @Check(requirement = "sample.answers", says = "It answers")
  void answers(Kit kit) {
    kit.expect(
        kit.gateway("same-namespace").sending(Request.get("/one").host("answers.example.com")),
        Answer.from("app").seenAsSent());
  }

  @Check(requirement = "sample.refuses", says = "It refuses")
  void refuses(Kit kit) {
    kit.expectStays(
        kit.gateway("same-namespace").sending(Request.get("/one").host("nowhere.example.com")),
        Answer.status(404));
  }
}
