package dev.waymark.cli;

/**
 * Why a command can't do what it was asked, in words for the user: what is wrong, and what to do
 * about it. Ends the command with its exit code and without a stack trace.
 */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final String remedy;

  /**
   * Creates a failure.
   *
   * @param exitCode what the process ends with
   * @param problem one sentence that names the cause
   * @param remedy one sentence that says what to do
   */
  public CommandFailure(int exitCode, String problem, String remedy) {
    super(problem);
    this.exitCode = exitCode;
    this.remedy = remedy;
  }

  /** As the other, with the exception that was the reason, which {@code --debug} prints. */
  public CommandFailure(int exitCode, String problem, String remedy, Throwable cause) {
    super(problem, cause);
    this.exitCode = exitCode;
    this.remedy = remedy;
  }

  /** Returns what the process ends with. */
  public int exitCode() {
    return exitCode;
  }

  /** Returns what the user can do about it. */
  public String remedy() {
    return remedy;
  }
}
