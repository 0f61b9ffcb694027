package dev.waymark.kit.report;

import dev.waymark.kit.evidence.EvidenceLog;
import dev.waymark.kit.plan.Plan;
import dev.waymark.kit.result.RunResult;
import dev.waymark.kit.verdict.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip with all that a verdict rests on, so that anyone can compute it again. */
public final class EvidenceBundle {
  private EvidenceBundle() {}

  /**
   * Writes the bundle: {@code evidence.jsonl}, {@code plan.json}, {@code claims.json}, {@code
   * environment.json} and the attachments.
   *
   * @param attachments files that stand beside the record under their own names, such as a log
   * @throws IOException when an attachment can't be read or the stream takes no more
   */
  public static void write(RunResult result, List<Path> attachments, OutputStream out)
      throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    zip.putNextEntry(new ZipEntry("evidence.jsonl"));
    Writer writer = new OutputStreamWriter(zip, StandardCharsets.UTF_8);
    EvidenceLog.write(result.events(), writer);
    writer.flush();
    zip.closeEntry();
    entry(zip, "plan.json", plan(result.plan()));
    entry(zip, "claims.json", claims(result.plan()));
    entry(
        zip,
        "environment.json",
        result.started().map(started -> started.environment()).orElse(Map.of()));
    for (Path attachment : attachments) {
      zip.putNextEntry(new ZipEntry(String.valueOf(attachment.getFileName())));
      Files.copy(attachment, zip);
      zip.closeEntry();
    }
    zip.finish();
  }

  private static Map<String, Object> plan(Plan plan) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("profiles", plan.profiles().stream().map(profile -> profile.name()).toList());
    tree.put("selection", plan.selection());
    tree.put("expectedFailures", new TreeMap<>(plan.baseline().reasons()));
    List<Map<String, Object>> checks =
        plan.tests().stream()
            .flatMap(
                test ->
                    test.checks().stream()
                        .map(
                            check -> {
                              Map<String, Object> each = new LinkedHashMap<>();
                              each.put("test", test.test().name());
                              each.put("check", check.check().method());
                              each.put("requirement", check.check().requirement());
                              each.put("fate", check.fate());
                              return each;
                            }))
            .toList();
    tree.put("checks", checks);
    return tree;
  }

  private static Map<String, Object> claims(Plan plan) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("implementation", plan.claims().implementation());
    tree.put("gatewayClass", plan.claims().gatewayClass());
    tree.put("controller", plan.claims().controller());
    tree.put("features", new TreeSet<>(plan.claims().features()));
    tree.put("inferred", plan.claims().inferred());
    return tree;
  }

  private static void entry(ZipOutputStream zip, String name, Object value) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(Json.pretty(value).getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
