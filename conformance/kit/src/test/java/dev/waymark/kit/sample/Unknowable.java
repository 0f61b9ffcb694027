package dev.waymark.kit.sample;

import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.Features;

@ConformanceTest(
    name = "Unknowable",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "route.yaml")
class Unknowable {
  @Check(requirement = "sample.answers", says = "It shrugs")
  void shrugs(Kit kit) {
    kit.untestable("it shows nothing");
  }
}
