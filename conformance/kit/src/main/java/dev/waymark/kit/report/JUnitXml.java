package dev.waymark.kit.report;

import dev.waymark.kit.result.CheckResult;
import dev.waymark.kit.result.Finding;
import dev.waymark.kit.result.RunResult;
import dev.waymark.kit.result.TestResult;
import dev.waymark.kit.verdict.Expectation.Mismatch;
import dev.waymark.kit.verdict.Verdict;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The JUnit XML that CI systems read: a suite for each test, a case for each check. */
public final class JUnitXml {
  private JUnitXml() {}

  /** The report as XML. */
  public static String text(RunResult result) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      xml.writeAttribute("name", "waymark");
      counts(xml, result, result.checks(), result.tookMillis());
      for (TestResult test : result.tests()) {
        suite(xml, result, test);
      }
      controls(xml, result);
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a string takes all that is written to it", e);
    }
    return text.toString();
  }

  private static void suite(XMLStreamWriter xml, RunResult result, TestResult test)
      throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", test.test().name());
    counts(xml, result, test.checks(), test.tookMillis());
    xml.writeStartElement("properties");
    property(xml, "seed", result.seed());
    property(xml, "features", String.join(", ", test.test().features()));
    xml.writeEndElement();
    for (CheckResult check : test.checks()) {
      testCase(xml, check, result);
    }
    xml.writeEndElement();
  }

  private static void testCase(XMLStreamWriter xml, CheckResult check, RunResult result)
      throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", check.test().name());
    xml.writeAttribute("name", check.check().method() + ": " + check.check().says());
    xml.writeAttribute("time", seconds(check.tookMillis()));
    xml.writeStartElement("properties");
    property(xml, "requirement", check.requirement().id());
    property(xml, "level", check.requirement().level().name());
    property(xml, "verdict", check.verdict().name());
    xml.writeEndElement();
    switch (check.verdict()) {
      case PASS -> {
        if (!result.stands()) {
          skipped(xml, "a control was wrong, so no verdict stands");
        }
      }
      case FAIL, FLAKY, BLOCKED, UNTESTABLE -> {
        Optional<String> excuse = result.excuse(check);
        if (excuse.isPresent()) {
          skipped(xml, clean("expected to fail: " + excuse.get()));
        } else {
          problem(xml, "failure", check);
        }
      }
      case KIT_ERROR -> problem(xml, "error", check);
      case NOT_CLAIMED -> skipped(xml, "needs a feature that is not claimed");
      case DISABLED -> skipped(xml, "disabled by the user");
      case NOT_RUN -> skipped(xml, "the run ended before");
    }
    xml.writeEndElement();
  }

  private static void problem(XMLStreamWriter xml, String kind, CheckResult check)
      throws XMLStreamException {
    Optional<Finding> finding = check.finding();
    xml.writeStartElement(kind);
    xml.writeAttribute("type", check.verdict().name());
    xml.writeAttribute("message", clean(finding.map(Finding::headline).orElse("")));
    StringBuilder body = new StringBuilder();
    body.append(check.requirement().id())
        .append(": ")
        .append(check.requirement().text())
        .append('\n');
    body.append(check.requirement().source()).append('\n');
    finding.ifPresent(
        each -> {
          for (Mismatch mismatch : each.mismatches()) {
            body.append("  ").append(mismatch.says()).append('\n');
          }
          if (each.asked() != null && !each.asked().shellLine().isEmpty()) {
            body.append("$ ").append(each.asked().shellLine()).append('\n');
          }
          each.detail().forEach(line -> body.append("  ").append(line).append('\n'));
        });
    xml.writeCharacters(clean(body.toString()));
    xml.writeEndElement();
  }

  private static void controls(XMLStreamWriter xml, RunResult result) throws XMLStreamException {
    if (result.controls().isEmpty()) {
      return;
    }
    xml.writeCharacters("\n");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", "controls");
    for (var control : result.controls()) {
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", "controls");
      xml.writeAttribute("name", control.name() + ", " + control.when());
      if (control.isWrong()) {
        xml.writeStartElement("error");
        xml.writeAttribute("type", "CONTROL");
        xml.writeAttribute(
            "message", "came to %s instead of %s".formatted(control.got(), control.wanted()));
        xml.writeEndElement();
      } else if (control.got() == Verdict.NOT_RUN) {
        skipped(xml, "the run ended before");
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void skipped(XMLStreamWriter xml, String why) throws XMLStreamException {
    xml.writeStartElement("skipped");
    xml.writeAttribute("message", why);
    xml.writeEndElement();
  }

  private static void property(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    xml.writeStartElement("property");
    xml.writeAttribute("name", name);
    xml.writeAttribute("value", clean(value));
    xml.writeEndElement();
  }

  private static void counts(
      XMLStreamWriter xml, RunResult result, List<CheckResult> checks, long millis)
      throws XMLStreamException {
    List<CheckResult> excused =
        checks.stream().filter(check -> result.excuse(check).isPresent()).toList();
    List<Verdict> others =
        checks.stream()
            .filter(check -> !excused.contains(check))
            .map(CheckResult::verdict)
            .toList();
    xml.writeAttribute("tests", String.valueOf(checks.size()));
    xml.writeAttribute(
        "failures",
        String.valueOf(
            count(others, Verdict.FAIL, Verdict.FLAKY, Verdict.BLOCKED, Verdict.UNTESTABLE)));
    xml.writeAttribute("errors", String.valueOf(count(others, Verdict.KIT_ERROR)));
    xml.writeAttribute(
        "skipped",
        String.valueOf(
            excused.size()
                + count(others, Verdict.NOT_CLAIMED, Verdict.DISABLED, Verdict.NOT_RUN)));
    xml.writeAttribute("time", seconds(millis));
  }

  private static long count(List<Verdict> verdicts, Verdict... wanted) {
    return verdicts.stream().filter(List.of(wanted)::contains).count();
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1000.0);
  }

  /** Without the control characters that XML 1.0 can't carry; a body from the wire may hold any. */
  private static String clean(String text) {
    return text.replaceAll("[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD]", "\uFFFD");
  }
}
