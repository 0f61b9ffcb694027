package dev.waymark.kit.report;

import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.kit.result.RunResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Writes all reports of a run into a directory. */
public final class Reports {
  /** The official report, see {@link ConformanceReport}. */
  public static final String CONFORMANCE = "conformance-report.yaml";

  /** For CI systems, see {@link JUnitXml}. */
  public static final String JUNIT = "junit.xml";

  /** For the page of a CI job, see {@link Markdown}. */
  public static final String SUMMARY = "summary.md";

  /** For people, see {@link HtmlReport}. */
  public static final String HTML = "report.html";

  /** For those who doubt, see {@link EvidenceBundle}. */
  public static final String EVIDENCE = "evidence.zip";

  /** Less than the reports of any run take, in bytes. */
  private static final int PROBE = 16 << 10;

  private Reports() {}

  /** Writes to a file. */
  @FunctionalInterface
  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes them, over those of an earlier run. Small ones first, so that a disk which fills up
   * takes the verdicts rather than the evidence.
   *
   * @param directory created if need be
   * @param attachments files that the evidence bundle is to hold too
   * @return the files
   * @throws EnvironmentFailure when the disk is full, or the directory can't be written to; names
   *     the file
   */
  public static List<Path> write(RunResult result, Path directory, List<Path> attachments) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw failure(directory, e);
    }
    return List.of(
        write(directory.resolve(SUMMARY), text(Markdown.text(result))),
        write(directory.resolve(CONFORMANCE), text(ConformanceReport.text(result))),
        write(directory.resolve(JUNIT), text(JUnitXml.text(result))),
        write(directory.resolve(HTML), text(HtmlReport.page(result))),
        write(directory.resolve(EVIDENCE), out -> EvidenceBundle.write(result, attachments, out)));
  }

  /**
   * Makes sure, before a run, that its reports can be written.
   *
   * @param directory created if need be
   * @throws EnvironmentFailure when it can't be written to
   */
  public static void requireWritable(Path directory) {
    try {
      Files.createDirectories(directory);
      Path probe = Files.createTempFile(directory, "probe", "");
      try {
        Files.write(probe, new byte[PROBE]); // an empty file fits on a full disk
      } finally {
        Files.delete(probe);
      }
    } catch (IOException e) {
      throw failure(directory, e);
    }
  }

  private static Content text(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Path write(Path file, Content content) {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      content.writeTo(out);
      out.flush();
      return file;
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static EnvironmentFailure failure(Path file, IOException cause) {
    String why = why(cause);
    boolean full =
        why.contains("No space left") || why.contains("not enough space") || why.contains("quota");
    return full
        ? new EnvironmentFailure(
            "The disk is full: couldn't write %s.".formatted(file),
            "Free some space, or name a directory on another disk with --out; then run again.",
            cause)
        : new EnvironmentFailure(
            "Couldn't write %s: %s.".formatted(file, why),
            "Name a directory that can be written to with --out; then run again.",
            cause);
  }

  /** The messages of these exceptions are but the file's name. */
  private static String why(IOException cause) {
    return switch (cause) {
      case FileAlreadyExistsException e -> "there is a file of this name (--out: a directory)";
      case AccessDeniedException e -> "permission denied";
      case NoSuchFileException e -> "the directory above it isn't there and can't be made";
      default -> cause.getMessage() + " (" + cause.getClass().getSimpleName() + ")";
    };
  }
}
