package dev.waymark.kit.sample;

import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

@ConformanceTest(
    name = "Waiting",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "route.yaml",
    deadlineSeconds = 600)
class Waiting {
  @Check(requirement = "sample.answers", says = "It waits")
  void waits(Kit kit) {
    kit.expect(
        kit.gateway("same-namespace").sending(Request.get("/one").host("nowhere.example.com")),
        Answer.from("app"));
  }

  @Check(requirement = "sample.answers", says = "It xNeverBegins")
  void xNeverBegins(Kit kit) {
    kit.expect(
        kit.gateway("same-namespace").sending(Request.get("/one").host("answers.example.com")),
        Answer.from("app"));
  }
}
