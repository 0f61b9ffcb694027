package dev.waymark.kit;

import dev.waymark.kit.run.KitExtension;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A conformance test: a fixture and the checks that are made on it.
 *
 * <p>The annotated class is an ordinary JUnit Jupiter class. The kit applies {@link #manifests}
 * before its first check and removes them after its last. {@code @BeforeAll static} methods may
 * take a {@link Kit} and state what the checks rest on with {@link Kit#given}: when that does not
 * hold, every check of the class is BLOCKED.
 *
 * <pre>{@code
 * @ConformanceTest(
 *     name = "HTTPRouteExactPathMatching",
 *     features = {Features.GATEWAY, Features.HTTP_ROUTE},
 *     manifests = "httproute-exact-path-matching.yaml")
 * class HttpRouteExactPathMatching {
 *
 *   @BeforeAll
 *   static void accepted(Kit kit) {
 *     kit.given(kit.status("HTTPRoute", "exact-matching"),
 *         Status.ofRoute().parent("same-namespace", parent -> parent.condition("Accepted", "True", "Accepted")));
 *   }
 *
 *   @Check(requirement = "httproute.match.path.exact", says = "An Exact path matches itself and nothing below it")
 *   void exact(Kit kit) {
 *     Gateway gateway = kit.gateway("same-namespace");
 *     kit.expect(gateway.sending(Request.get("/one").host("exact.example.com")), Answer.from("infra-backend-v1"));
 *     kit.expectStays(gateway.sending(Request.get("/one/two").host("exact.example.com")), Answer.status(404));
 *   }
 * }
 * }</pre>
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
@ExtendWith(KitExtension.class)
public @interface ConformanceTest {
  /**
   * The test's name in reports; the official suite's where it has such a test. Unique over all
   * suites.
   */
  String name();

  /** What the test shows, as one sentence. */
  String says() default "";

  /**
   * The features (see {@link dev.waymark.kit.catalog.Features}) that must all be claimed for the
   * test to run.
   */
  String[] features();

  /**
   * The profiles' own tests come from the features; name profiles here only for a test that
   * features don't place.
   */
  String[] profiles() default {};

  /**
   * YAML files, as resources beside the test class, applied in this order. They are written with
   * stable readable names and can be applied by hand; see {@link Names} for what the kit replaces
   * in them.
   */
  String[] manifests() default {};

  /**
   * True for a test that the official suite marks as provisional: it is reported by name when it
   * passes.
   */
  boolean provisional() default false;

  /**
   * Deadline for one expectation of this test to hold, in seconds; 0 means the run's own (30 s by
   * default).
   */
  int deadlineSeconds() default 0;
}
