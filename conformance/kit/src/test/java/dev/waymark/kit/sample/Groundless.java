package dev.waymark.kit.sample;

import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.Features;

@ConformanceTest(
    name = "Groundless",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "route.yaml")
class Groundless {
  @Check(requirement = "sample.answers", says = "It expectsNothing")
  void expectsNothing(Kit kit) {
    assert kit.names() != null;
  }
}
