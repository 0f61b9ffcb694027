package dev.waymark.cli;

import dev.waymark.kit.plan.UsageException;
import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.kit.result.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code waymark} command. */
@Command(
    name = "waymark",
    description =
        "Certifies gateways and meshes against the Kubernetes Gateway API, with evidence.",
    subcommands = {
      RunCommand.class,
      ListCommand.class,
      ExplainCommand.class,
      MutantsCommand.class,
      ClusterCommand.class,
      TraceCommand.class,
      DoctorCommand.class,
      BenchCommand.class
    },
    versionProvider = Waymark.Version.class,
    mixinStandardHelpOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example: waymark run --profile GATEWAY-HTTP --level core",
      "'waymark COMMAND --help' explains a command. Exit codes: 0 all passed, 1 a requirement"
          + " failed,",
      "2 usage, 3 environment, 4 nothing ran, 5 a control failed, 6 an expected failure passed,",
      "7 flaky, 8 the kit itself failed, 130 interrupted."
    })
public final class Waymark implements Runnable {
  /** Where gRPC writes, which holds what the end of a connection brings for worth telling. */
  private static final Logger PLATFORM_LOG = Logger.getLogger("");

  @Spec private CommandLine.Model.CommandSpec spec;
  @Mixin private CommonOptions common;

  @CommandLine.Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version.")
  private boolean version;

  private Waymark() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    if (List.of(args).contains("--debug")) {
      // Before the first logger is made: the log's settings refer to these.
      System.setProperty("waymark.log", "INFO");
      System.setProperty("waymark.stack", "full");
    } else {
      PLATFORM_LOG.setLevel(Level.SEVERE);
    }
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, problem) ->
            LoggerFactory.getLogger(Waymark.class)
                .error("The thread '{}' failed", thread.getName(), problem));
    System.exit(commandLine().execute(args));
  }

  /** Builds the command line, which tests may run with writers of their own. */
  static CommandLine commandLine() {
    return new CommandLine(new Waymark())
        .setParameterExceptionHandler(Waymark::explainUsage)
        .setExecutionExceptionHandler(Waymark::explainFailure)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpLongOptionsMaxWidth(28);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say which command to run.");
  }

  private static int explainUsage(ParameterException problem, String[] args) {
    var command = problem.getCommandLine();
    var err = command.getErr();
    err.println("waymark: " + problem.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(problem, err)) {
      err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    err.flush();
    return ExitCode.USAGE.code();
  }

  private static int explainFailure(Exception problem, CommandLine command, ParseResult parsed) {
    var err = command.getErr();
    return explain(problem, err, parsed.originalArgs().contains("--debug"));
  }

  /**
   * Says what went wrong and what to do about it.
   *
   * @param debug whether to say where it happened too
   * @return the exit code
   */
  static int explain(Exception problem, PrintWriter err, boolean debug) {
    var exit =
        switch (problem) {
          case UsageException usage -> {
            err.println("waymark: " + usage.getMessage());
            yield ExitCode.USAGE;
          }
          case EnvironmentFailure failure -> {
            err.println("waymark: " + failure.getMessage());
            err.println(failure.remedy());
            yield ExitCode.ENVIRONMENT;
          }
          default -> {
            err.println("waymark: a fault of Waymark itself: " + problem);
            err.println("Run it again with --debug and report what it prints.");
            yield ExitCode.KIT_ERROR;
          }
        };
    if (debug) {
      problem.printStackTrace(err);
    }
    err.flush();
    return exit.code();
  }

  /** Returns the version of this build, from the jar's manifest. */
  static String version() {
    var version = Waymark.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  /** Reads the version from the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"waymark " + version()};
    }
  }
}
