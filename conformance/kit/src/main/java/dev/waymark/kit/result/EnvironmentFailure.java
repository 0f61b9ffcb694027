package dev.waymark.kit.result;

/**
 * The cluster, the machine or the disk doesn't let the kit do its work: nobody's verdict. Exit code
 * 3.
 */
public final class EnvironmentFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  /**
   * A failure.
   *
   * @param cause one sentence that says what is wrong
   * @param remedy one sentence that says what to do
   */
  public EnvironmentFailure(String cause, String remedy) {
    super(cause);
    this.remedy = remedy;
  }

  /** The same, with the exception behind it. */
  public EnvironmentFailure(String cause, String remedy, Throwable behind) {
    super(cause, behind);
    this.remedy = remedy;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}
