package dev.waymark.kit.sample;

import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.Features;

@ConformanceTest(
    name = "Erroring",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "route.yaml")
class Erroring {
  @Check(requirement = "sample.answers", says = "It errs")
  void errs(Kit kit) {
    throw new IllegalStateException("a mistake in the test");
  }
}
