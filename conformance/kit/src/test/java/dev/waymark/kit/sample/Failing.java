package dev.waymark.kit.sample;

import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

@ConformanceTest(
    name = "Failing",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "route.yaml")
class Failing {
  @Check(requirement = "sample.answers", says = "It fails")
  void fails(Kit kit) {
    kit.expect(
        kit.gateway("same-namespace").sending(Request.get("/one").host("nowhere.example.com")),
        Answer.from("app"));
  }

  @Check(requirement = "sample.refuses", says = "It passes")
  void passes(Kit kit) {
    kit.expect(
        kit.gateway("same-namespace").sending(Request.get("/one").host("nowhere.example.com")),
        Answer.status(404));
  }
}
