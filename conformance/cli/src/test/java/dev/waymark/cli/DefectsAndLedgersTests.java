package dev.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.kit.catalog.Catalog;
import dev.waymark.kit.mutants.MutationMatrix;
import dev.waymark.kit.plan.Plan;
import dev.waymark.kit.plan.Selection;
import dev.waymark.mesh.defects.Defect;
import dev.waymark.mesh.defects.Defects;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Defects know requirements by name only. What they do to the checks of the gateways' suite is
 * {@link MutantsTests}' business, and for meshes that of {@code
 * ci/show/every-mesh-defect-fails-its-requirement}.
 */
class DefectsAndLedgersTests {
  private static final Catalog CATALOG = Catalog.load();

  private static final Set<String> BROKEN =
      Defects.all().stream()
          .map(Defect::requirements)
          .flatMap(List::stream)
          .collect(Collectors.toSet());

  @Test
  void everyDefectBreaksWhatTheLedgersAskFor() {
    assertThat(BROKEN).allMatch(id -> CATALOG.ledger().find(id).isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GATEWAY-HTTP", "MESH-ALL"})
  void everyRequirementThatIsCheckedIsBrokenByADefect(String profile) {
    var plan =
        Plan.of(CATALOG, ReferenceClaims.everySupportedFeature(), Selection.profile(profile));

    assertThat(BROKEN).containsAll(MutationMatrix.requirements(plan).values());
  }
}
