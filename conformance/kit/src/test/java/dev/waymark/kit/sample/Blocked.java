package dev.waymark.kit.sample;

import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.Status;
import dev.waymark.kit.catalog.Features;
import org.junit.jupiter.api.BeforeAll;

@ConformanceTest(
    name = "Blocked",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "route.yaml")
class Blocked {
  @BeforeAll
  static void rests(Kit kit) {
    kit.given(
        kit.status("HTTPRoute", "nothing-of-this-name"), Status.of().condition("Accepted", "True"));
  }

  @Check(requirement = "sample.answers", says = "It neverBegins")
  void neverBegins(Kit kit) {
    kit.expect(
        kit.gateway("same-namespace").sending(Request.get("/one").host("answers.example.com")),
        Answer.from("app"));
  }
}
