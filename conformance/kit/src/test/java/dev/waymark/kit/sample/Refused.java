package dev.waymark.kit.sample;

import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

@ConformanceTest(
    name = "Refused",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "refused.yaml")
class Refused {
  @Check(requirement = "sample.answers", says = "It neverBegins")
  void neverBegins(Kit kit) {
    kit.expect(
        kit.gateway("same-namespace").sending(Request.get("/one").host("answers.example.com")),
        Answer.from("app"));
  }
}
