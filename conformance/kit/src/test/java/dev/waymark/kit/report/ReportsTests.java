package dev.waymark.kit.report;

import static dev.waymark.kit.sample.SampleSuites.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.kit.catalog.Profile;
import dev.waymark.kit.evidence.Event;
import dev.waymark.kit.evidence.EvidenceLog;
import dev.waymark.kit.plan.Selection;
import dev.waymark.kit.result.CheckResult;
import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.kit.result.RunResult;
import dev.waymark.kit.run.SampleRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class ReportsTests {
  private static RunResult mixed;
  private static RunResult green;

  @BeforeAll
  static void run() {
    SampleRun sample = new SampleRun();
    mixed = sample.of(PASSING, FAILING, BLOCKED, ERRORING, UNKNOWABLE, UNCLAIMED, REFUSED);
    SampleRun profile = new SampleRun();
    profile.selection = Selection.profile("GATEWAY-HTTP").at(Profile.Level.CORE);
    green = profile.of(PASSING, UNCLAIMED);
  }

  @Test
  void theOfficialReportCountsTests() {
    JsonNode report = YAMLMapper.builder().build().readTree(ConformanceReport.text(green));

    assertThat(report.path("apiVersion").asString()).isEqualTo("gateway.networking.k8s.io/v1");
    assertThat(report.path("kind").asString()).isEqualTo("ConformanceReport");
    assertThat(report.path("gatewayAPIVersion").asString()).isEqualTo("v1.6.1");
    assertThat(report.path("gatewayAPIChannel").asString()).isEqualTo("standard");
    assertThat(report.path("date").asString())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(report.path("implementation").path("contact").path(0).asString())
        .isEqualTo("@example");
    JsonNode profile = report.path("profiles").path(0);
    assertThat(profile.path("name").asString()).isEqualTo("GATEWAY-HTTP");
    assertThat(profile.path("summary").asString()).isEqualTo("Core tests succeeded.");
    assertThat(profile.path("core").path("result").asString()).isEqualTo("success");
    assertThat(profile.path("core").path("statistics").path("Passed").asInt()).isEqualTo(1);
    assertThat(profile.has("extended")).isFalse();
    assertThat(List.copyOf(report.propertyNames())).isSorted();
  }

  @Test
  void theOfficialReportNamesWhatFailed() {
    SampleRun sample = new SampleRun();
    sample.selection = Selection.profile("GATEWAY-HTTP").disabled(List.of("Passing.refuses"));

    JsonNode core =
        YAMLMapper.builder()
            .build()
            .readTree(ConformanceReport.text(sample.of(PASSING, FAILING, BLOCKED)))
            .path("profiles")
            .path(0)
            .path("core");

    assertThat(core.path("result").asString()).isEqualTo("failure");
    assertThat(core.path("failedTests").valueStream().map(JsonNode::asString))
        .containsExactly("Blocked", "Failing");
    assertThat(core.path("skippedTests").valueStream().map(JsonNode::asString))
        .containsExactly("Passing");
  }

  @Test
  void aRunWhoseControlWasWrongReportsNoProfile() {
    SampleRun sample = new SampleRun();
    sample.decoySaw(1);

    String text = ConformanceReport.text(sample.of(PASSING));

    assertThat(text)
        .startsWith("# No verdict stands: the control decoy (first) came to FAIL instead of PASS.");
    assertThat(YAMLMapper.builder().build().readTree(text).path("profiles")).isEmpty();
  }

  @Test
  void junitXmlHasACaseForEachCheck() throws Exception {
    Document xml = parse(JUnitXml.text(mixed));
    Element root = xml.getDocumentElement();

    assertThat(root.getAttribute("tests")).isEqualTo(String.valueOf(mixed.checks().size()));
    assertThat(root.getAttribute("failures")).isEqualTo("4");
    assertThat(root.getAttribute("errors")).isEqualTo("1");
    assertThat(root.getAttribute("skipped")).isEqualTo("1");
    assertThat(elements(xml, "failure"))
        .extracting(each -> each.getAttribute("message"))
        .anyMatch(message -> message.contains("status must equal 200, but is 404"));
    assertThat(elements(xml, "property"))
        .extracting(each -> each.getAttribute("value"))
        .contains("sample.answers", "sample", "BLOCKED");
  }

  @Test
  void theHtmlPageStandsAloneAndExplainsEachFailure() throws Exception {
    String page = HtmlReport.page(mixed);
    Document html = parse(page.replace("<!DOCTYPE html>", ""));

    assertThat(page).doesNotContain("<script", "@import", "src=", "<link");
    List<Element> articles = elements(html, "article");
    assertThat(articles)
        .extracting(each -> each.getAttribute("id"))
        .contains("finding-Failing-fails", "finding-Blocked-neverBegins", "finding-Erroring-errs");
    String failing =
        articles.stream()
            .filter(each -> each.getAttribute("id").equals("finding-Failing-fails"))
            .findFirst()
            .orElseThrow()
            .getTextContent();
    assertThat(failing)
        .contains("A Gateway answers what a route leads to its backend.")
        .contains("must equal 200")
        .contains("404")
        .contains("curl -i")
        .contains("HTTPRoute gateway-conformance-infra-")
        .contains("at that moment");
    List<String> ids =
        elements(html, "*").stream()
            .map(each -> each.getAttribute("id"))
            .filter(id -> !id.isEmpty())
            .toList();
    assertThat(elements(html, "a"))
        .extracting(each -> each.getAttribute("href"))
        .filteredOn(href -> href.startsWith("#"))
        .isNotEmpty()
        .allMatch(href -> ids.contains(href.substring(1)));
  }

  @Test
  void whatCameFromTheWireCannotBreakThePage() throws Exception {
    assertThat(
            parse("<p>" + Html.text("<script>\u0000&\"'</p>").markup() + "</p>")
                .getDocumentElement()
                .getTextContent())
        .isEqualTo("<script>\uFFFD&\"'</p>");
  }

  @Test
  void markdownListsWhatIsNotGreen() {
    assertThat(Markdown.text(mixed))
        .contains("| FAIL | `Failing.fails` | [sample.answers](https://example.org/answers)")
        .contains("| Passing | PASS | 2 passed |")
        .contains(Totals.line(mixed));
    assertThat(Markdown.text(green)).doesNotContain("What isn't green");
  }

  @Test
  void theTextEndsInTheTotals() {
    String text = TextReport.text(mixed, Palette.PLAIN);

    assertThat(text.strip().lines().toList().getLast())
        .isEqualTo(Totals.line(mixed))
        .startsWith(
            "7 tests, 9 checks: 3 passed, 1 failed, 2 blocked, 1 untestable, 1 not claimed, 1 kit"
                + " error (seed sample, ");
    assertThat(text).doesNotContain("\u001b[");
    assertThat(TextReport.text(mixed, Palette.COLOURED)).contains("\u001b[1;31mFAIL");
  }

  @Test
  void noColorMeansNoColour() {
    assertThat(Palette.of(true, null)).isEqualTo(Palette.COLOURED);
    assertThat(Palette.of(true, "")).isEqualTo(Palette.COLOURED);
    assertThat(Palette.of(true, "1")).isEqualTo(Palette.PLAIN);
    assertThat(Palette.of(false, null)).isEqualTo(Palette.PLAIN);
  }

  @Test
  void aRunThatCouldNotBeCarriedOutIsReportedAllTheSame(@TempDir Path directory) throws Exception {
    SampleRun sample = new SampleRun();
    sample.failWith(new EnvironmentFailure("The cluster can't be reached.", "Start it."));

    Reports.write(sample.of(PASSING), directory, List.of());

    assertThat(directory.resolve(Reports.SUMMARY))
        .content()
        .contains("The cluster can't be reached. Start it.");
    assertThat(directory.resolve(Reports.CONFORMANCE))
        .content()
        .contains("# The run could not be carried out:");
    assertThat(directory.resolve(Reports.HTML)).content().contains("The cluster can't be reached.");
    assertThat(elements(parse(Files.readString(directory.resolve(Reports.JUNIT))), "skipped"))
        .isNotEmpty();
  }

  @Test
  void verdictsCanBeComputedAgainFromTheBundle(@TempDir Path directory) throws Exception {
    Reports.write(mixed, directory.resolve("new/directory"), List.of());

    try (ZipFile zip = new ZipFile(directory.resolve("new/directory/evidence.zip").toFile())) {
      assertThat(zip.stream().map(entry -> entry.getName()))
          .containsExactly("evidence.jsonl", "plan.json", "claims.json", "environment.json");
      try (InputStream log = zip.getInputStream(zip.getEntry("evidence.jsonl"))) {
        List<Event> events =
            EvidenceLog.read(new String(log.readAllBytes(), StandardCharsets.UTF_8).lines());
        assertThat(RunResult.of(mixed.plan(), events).checks())
            .extracting(CheckResult::verdict)
            .isEqualTo(mixed.checks().stream().map(CheckResult::verdict).toList());
      }
    }
  }

  @Test
  void aDirectoryThatIsAFileIsNamed(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> Reports.write(green, file, List.of()))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("Couldn't write " + file);
  }

  /**
   * Linux's /dev/full is a disk that is always full: a report that is a link to it can't be
   * written.
   */
  @Test
  void aFullDiskIsNamedWithTheFile(@TempDir Path directory) throws IOException {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.isWritable(full), "there is no /dev/full here");
    Files.createSymbolicLink(directory.resolve(Reports.HTML), full);

    assertThatThrownBy(() -> Reports.write(mixed, directory, List.of()))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessage("The disk is full: couldn't write " + directory.resolve(Reports.HTML) + ".")
        .extracting(failure -> ((EnvironmentFailure) failure).remedy())
        .asString()
        .contains("--out");
    assertThat(directory.resolve(Reports.SUMMARY)).isNotEmptyFile();
  }

  private static Document parse(String xml) throws Exception {
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    return builder.parse(new java.io.ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Element> elements(Document document, String name) {
    NodeList nodes = document.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int index = 0; index < nodes.getLength(); index++) {
      elements.add((Element) nodes.item(index));
    }
    return elements;
  }
}
