package dev.waymark.kit.sample;

import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

@ConformanceTest(
    name = "Flaky",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "route.yaml")
class Flaky {
  private static final java.util.concurrent.atomic.AtomicInteger TIMES =
      new java.util.concurrent.atomic.AtomicInteger();

  @Check(requirement = "sample.answers", says = "It comesAndGoes")
  void comesAndGoes(Kit kit) {
    kit.expectAlways(
        kit.gateway("same-namespace").sending(Request.get("/one").host("answers.example.com")),
        TIMES.getAndIncrement() % 2 == 0 ? Answer.status(200) : Answer.status(201),
        1);
  }
}
