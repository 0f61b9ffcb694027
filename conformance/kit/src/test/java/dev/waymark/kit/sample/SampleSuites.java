package dev.waymark.kit.sample;

/**
 * The tests of the suite by what becomes of them, for the kit's own tests, which live elsewhere.
 */
public final class SampleSuites {
  public static final Class<?> PASSING = Passing.class;
  public static final Class<?> FAILING = Failing.class;
  public static final Class<?> FLAKY = Flaky.class;
  public static final Class<?> BLOCKED = Blocked.class;
  public static final Class<?> ERRORING = Erroring.class;
  public static final Class<?> GROUNDLESS = Groundless.class;
  public static final Class<?> CONSTRUCTED = Constructed.class;
  public static final Class<?> UNKNOWABLE = Unknowable.class;
  public static final Class<?> UNCLAIMED = Unclaimed.class;
  public static final Class<?> REFUSED = Refused.class;
  public static final Class<?> WAITING = Waiting.class;
  public static final Class<?> ASSERTING = Asserting.class;

  private SampleSuites() {}
}
