package dev.waymark.kit.sample;

import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

@ConformanceTest(
    name = "Asserting",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "route.yaml")
class Asserting {
  @Check(requirement = "sample.answers", says = "It asserts")
  void asserts(Kit kit) {
    org.assertj.core.api.Assertions.assertThat(
            kit.gateway("same-namespace")
                .sending(Request.get("/one").host("nowhere.example.com"))
                .says())
        .contains("somewhere");
  }
}
