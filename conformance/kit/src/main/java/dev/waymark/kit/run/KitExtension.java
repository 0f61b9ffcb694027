package dev.waymark.kit.run;

import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.TestCase;
import dev.waymark.kit.evidence.Event;
import dev.waymark.kit.evidence.Scope;
import dev.waymark.kit.result.Attempt;
import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.kit.result.Finding;
import dev.waymark.kit.verdict.Verdict;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * Joins a conformance test to the run that it is part of: puts its fixture up and takes it down,
 * hands it a kit, records what becomes of its checks, and makes JUnit's outcome that of the
 * verdict.
 */
public final class KitExtension
    implements BeforeAllCallback, AfterAllCallback, ParameterResolver, InvocationInterceptor {
  private static final Namespace STORE = Namespace.create(KitExtension.class);

  /** A test being run. */
  private record Running(Session session, TestFixture fixture, Scope scope, TestKit kit) {}

  @Override
  public void beforeAll(ExtensionContext context) {
    Session session = sessionOf(context);
    if (session.cancellation().isCancelled()) {
      throw new TestAbortedException("the run was cancelled");
    }
    Class<?> type = context.getRequiredTestClass();
    int repetition =
        context.getConfigurationParameter(Session.REPETITION, Integer::valueOf).orElse(1);
    TestCase test = session.test(type);
    List<String> missing = session.missing(test);
    if (!missing.isEmpty()) {
      throw new TestAbortedException("not claimed: " + String.join(", ", missing));
    }
    Scope scope = Scope.ofTest(repetition, test.name());
    TestFixture fixture =
        new TestFixture(
            test,
            session.names(test, repetition),
            session.objects(),
            session.log(),
            session.claims());
    TestKit kit = new TestKit(session, fixture, new Asking(session.log(), scope));
    context.getStore(STORE).put(Running.class, new Running(session, fixture, scope, kit));
    session.log().record(at -> new Event.Started(at, scope));
    session.testStarted(test, repetition);
    session.cancellation().enter();
    try {
      fixture.apply(scope, test.manifests());
      kit.awaitWorkloads();
    } catch (RuntimeException | CheckFailed e) {
      session.threw(scope, e);
      throw e;
    } finally {
      session.cancellation().leave();
    }
  }

  @Override
  public void interceptBeforeAllMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    Running running = running(context);
    running.session().cancellation().enter();
    try {
      invocation.proceed();
    } catch (Throwable thrown) {
      running.session().threw(running.scope(), thrown);
      snapshot(running, running.scope());
      throw thrown;
    } finally {
      running.session().cancellation().leave();
    }
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    Running running = running(context);
    Session session = running.session();
    if (session.cancellation().isCancelled()) {
      invocation.skip();
      throw new TestAbortedException("the run was cancelled before this check began");
    }
    Scope scope = running.scope().check(context.getRequiredTestMethod().getName());
    session.log().record(at -> new Event.Started(at, scope));
    session.cancellation().enter();
    @Nullable Throwable outcome = null;
    try {
      invocation.proceed();
    } catch (Throwable thrown) {
      session.threw(scope, thrown);
      outcome = thrown;
      snapshot(running, scope);
    } finally {
      TestKit kit = context.getStore(STORE).remove(TestKit.class, TestKit.class);
      if (kit != null) {
        kit.close();
      }
      session.cancellation().leave();
      session.log().record(at -> new Event.Ended(at, scope));
    }
    mirror(session.tell(running.fixture().test(), scope), outcome);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Running running = context.getStore(STORE).get(Running.class, Running.class);
    if (running == null) {
      return; // cancelled before it began
    }
    running.kit().close();
    Session session = running.session();
    if (!session.options().keepFixtures() && session.failure() == null) {
      try {
        running.fixture().remove();
      } catch (Objects.Refused | EnvironmentFailure e) {
        session.phase(
            "Couldn't remove the fixture of %s: %s"
                .formatted(running.scope().test(), e.getMessage()));
      }
    }
    Scope scope = running.scope();
    session.log().record(at -> new Event.Ended(at, scope));
    session.tellOfThoseThatNeverBegan(running.fixture().test(), scope);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Kit.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Running running = running(context);
    if (context.getTestMethod().isEmpty()) {
      return running.kit();
    }
    Scope scope = running.scope().check(context.getRequiredTestMethod().getName());
    return context
        .getStore(STORE)
        .getOrComputeIfAbsent(
            TestKit.class,
            any ->
                new TestKit(
                    running.session(),
                    running.fixture(),
                    new Asking(running.session().log(), scope)),
            TestKit.class);
  }

  private static Session sessionOf(ExtensionContext context) {
    return context
        .getConfigurationParameter(Session.ID)
        .flatMap(Session::find)
        .orElseGet(() -> StandaloneSession.of(context));
  }

  private static Running running(ExtensionContext context) {
    Running running = context.getStore(STORE).get(Running.class, Running.class);
    if (running == null) {
      throw new IllegalStateException(
          context.getDisplayName() + " is not part of a conformance test");
    }
    return running;
  }

  /** Keeps for the reader how things stood when a check went wrong. */
  private static void snapshot(Running running, Scope scope) {
    try {
      if (!running.session().cancellation().isCancelled()) {
        running.fixture().snapshot(scope);
      }
    } catch (Objects.Refused | EnvironmentFailure e) {
      running.session().phase("No snapshot for " + scope.test() + ": " + e.getMessage());
    }
  }

  /** Makes JUnit's outcome that of the verdict. */
  private static void mirror(Attempt attempt, @Nullable Throwable thrown) throws Throwable {
    if (thrown != null) {
      throw thrown;
    }
    if (attempt.verdict() != Verdict.PASS) {
      Finding finding = attempt.finding();
      throw new CheckFailed(
          attempt.verdict(), finding == null ? "no reason known" : finding.headline());
    }
  }
}
