package dev.waymark.kit.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

class LedgerTests {
  @Test
  void readsEntriesAndIgnoresFieldsOfOthers() throws IOException {
    Ledger ledger =
        read(
            """
            - id: a.b
              level: must
              text: |
                Something.
              source: https://example.org/a
              coverage: checked
              violation: for those who write defects
            - id: a.c
              level: MAY
              text: Else.
              source: https://example.org/c
              coverage: gap
              why: later
            """);

    assertThat(ledger.all()).hasSize(2);
    assertThat(ledger.find("a.b"))
        .contains(
            new Requirement(
                "a.b",
                Requirement.Level.MUST,
                "Something.",
                URI.create("https://example.org/a"),
                Requirement.Coverage.CHECKED,
                ""));
  }

  @Test
  void saysWhichEntryAndFieldIsWrong() {
    assertThatThrownBy(() -> read("- id: a\n  level: MUST\n  source: x\n  coverage: checked\n"))
        .hasMessage("file.yaml, entry 1 (a): text is missing");
    assertThatThrownBy(() -> read("- {id: a, level: OUGHT, text: t, source: s, coverage: checked}"))
        .hasMessage("file.yaml, entry 1 (a): level: OUGHT (expected: one of [MUST, SHOULD, MAY])");
    assertThatThrownBy(() -> read("- {id: a, level: MAY, text: t, source: s, coverage: gap}"))
        .hasMessageContaining("why is missing");
    assertThatThrownBy(
            () ->
                read(
                    "- {id: a, level: MAY, text: t, source: s, coverage: checked}\n"
                        + "- {id: a, level: MAY, text: t, source: s, coverage: checked}"))
        .hasMessage("requirement a is in the ledger twice");
    assertThatThrownBy(() -> read("id: a"))
        .hasMessageContaining("expected: a list of requirements");
  }

  private static Ledger read(String yaml) throws IOException {
    return Ledger.read("file.yaml", new ByteArrayInputStream(yaml.getBytes(UTF_8)));
  }
}
