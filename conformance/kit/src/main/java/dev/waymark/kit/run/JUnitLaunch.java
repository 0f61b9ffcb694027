package dev.waymark.kit.run;

import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.TestCase;
import dev.waymark.kit.catalog.TestCase.CheckCase;
import dev.waymark.kit.evidence.Event;
import dev.waymark.kit.evidence.Scope;
import dev.waymark.kit.plan.Plan;
import dev.waymark.kit.plan.Plan.PlannedCheck;
import dev.waymark.kit.plan.Plan.PlannedTest;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Has JUnit carry out one repetition of a plan. */
final class JUnitLaunch {
  private JUnitLaunch() {}

  /** Blocks until it is over. */
  static void run(Session session, Plan plan, String sessionId, int repetition) {
    Launcher launcher =
        LauncherFactory.create(
            LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .addTestEngines(new JupiterTestEngine())
                .build());
    launcher.execute(
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectors(plan))
            .configurationParameters(configuration(session.options(), sessionId, repetition))
            .build(),
        new Stray(session, repetition));
  }

  private static List<DiscoverySelector> selectors(Plan plan) {
    List<DiscoverySelector> selectors = new ArrayList<>();
    for (PlannedTest test : plan.tests()) {
      for (PlannedCheck check : test.checks()) {
        if (check.fate() == Plan.Fate.RUN) {
          selectors.add(
              DiscoverySelectors.selectMethod(
                  test.test().type(), method(test.test(), check.check())));
        }
      }
    }
    return selectors;
  }

  private static Method method(TestCase test, CheckCase check) {
    return Arrays.stream(test.type().getDeclaredMethods())
        .filter(method -> method.getName().equals(check.method()))
        .filter(method -> method.isAnnotationPresent(dev.waymark.kit.Check.class))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    test.name() + "." + check.method() + "(" + Kit.class.getSimpleName() + ")"));
  }

  /**
   * Tests beside each other, the checks of a test one after the other: they share its fixture and
   * may change it.
   */
  private static Map<String, String> configuration(
      RunOptions options, String sessionId, int repetition) {
    Map<String, String> parameters = new java.util.HashMap<>();
    parameters.put(Session.ID, sessionId);
    parameters.put(Session.REPETITION, String.valueOf(repetition));
    parameters.put(
        "junit.jupiter.execution.parallel.enabled", String.valueOf(options.parallelism() > 1));
    parameters.put("junit.jupiter.execution.parallel.mode.default", "same_thread");
    parameters.put("junit.jupiter.execution.parallel.mode.classes.default", "concurrent");
    parameters.put("junit.jupiter.execution.parallel.config.strategy", "fixed");
    String parallelism = String.valueOf(options.parallelism());
    parameters.put("junit.jupiter.execution.parallel.config.fixed.parallelism", parallelism);
    parameters.put("junit.jupiter.execution.parallel.config.fixed.max-pool-size", parallelism);
    parameters.put(
        "junit.jupiter.testclass.order.default",
        options.shuffle()
            ? ClassOrderer.Random.class.getName()
            : ClassOrderer.ClassName.class.getName());
    parameters.put(
        "junit.jupiter.testmethod.order.default",
        options.shuffle()
            ? MethodOrderer.Random.class.getName()
            : MethodOrderer.MethodName.class.getName());
    parameters.put(
        "junit.jupiter.execution.order.random.seed",
        String.valueOf(Tokens.number(options.seed(), "order " + repetition)));
    return parameters;
  }

  /** Records what goes wrong where the extension isn't asked, such as in a test's constructor. */
  private record Stray(Session session, int repetition) implements TestExecutionListener {
    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
      if (result.getStatus() == TestExecutionResult.Status.FAILED) {
        scope(identifier)
            .filter(
                scope ->
                    session.log().events(scope).stream().noneMatch(Event.Started.class::isInstance))
            .ifPresent(
                scope ->
                    session.threw(
                        scope,
                        result
                            .getThrowable()
                            .orElseGet(() -> new IllegalStateException("JUnit says no more"))));
      }
    }

    private Optional<Scope> scope(TestIdentifier identifier) {
      return identifier
          .getSource()
          .map(
              source ->
                  switch (source) {
                    case MethodSource method ->
                        Scope.ofTest(repetition, session.test(method.getJavaClass()).name())
                            .check(method.getMethodName());
                    case ClassSource type ->
                        Scope.ofTest(repetition, session.test(type.getJavaClass()).name());
                    default -> null;
                  });
    }
  }
}
