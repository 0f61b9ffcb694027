package dev.waymark.mesh.defects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefectsTests {
  @Test
  void haveNamesOfTheirOwn() {
    assertThat(Defects.all()).extracting(Defect::name).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("dev.waymark.mesh.defects.Defects#all")
  void sayWhatTheyBreak(Defect defect) {
    assertThat(defect.name()).matches("[A-Z]+(_[A-Z]+)+");
    assertThat(defect.requirements()).allMatch(id -> id.matches("[a-z]+([.-][a-z0-9]+)+"));
    assertThat(defect.description()).endsWith(".").hasSizeLessThan(100);
    assertThat(defect.plant().get()).isNotEqualTo(Faults.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"WEIGHTS_IGNORED", "weights-ignored", "weights_ignored"})
  void areFoundByName(String name) {
    assertThat(Defects.named(name).name()).isEqualTo("WEIGHTS_IGNORED");
  }

  @Test
  void areListedWhereANameIsNearlyRight() {
    assertThatThrownBy(() -> Defects.named("weight-ignored"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weight-ignored")
        .hasMessageContaining("WEIGHTS_IGNORED");
  }
}
