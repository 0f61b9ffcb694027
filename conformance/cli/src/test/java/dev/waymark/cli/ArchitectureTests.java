package dev.waymark.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.TreeSet;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.NullMarked;

/**
 * Who may import whom. The suites share no code with the reference implementation: a shared matcher
 * would share its bugs.
 */
@AnalyzeClasses(packages = "dev.waymark", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

  private static final String FIXTURES_ECHO = "dev.waymark.echo..";
  private static final String FIXTURES_KUBERNETES = "dev.waymark.kubernetes..";
  private static final String FIXTURES_CLUSTERS = "dev.waymark.clusters..";
  private static final String MODEL = "dev.waymark.model..";
  private static final String CONTROL_PLANE = "dev.waymark.controlplane..";
  private static final String DATA_PLANE = "dev.waymark.dataplane..";
  private static final String MESH = "dev.waymark.mesh..";
  private static final String KIT = "dev.waymark.kit..";
  private static final String GATEWAY_TESTS = "dev.waymark.gatewaytests..";
  private static final String GAMMA_TESTS = "dev.waymark.gammatests..";
  private static final String CLI = "dev.waymark.cli..";
  private static final String[] EVERYTHING = {
    FIXTURES_ECHO,
    FIXTURES_KUBERNETES,
    FIXTURES_CLUSTERS,
    MODEL,
    CONTROL_PLANE,
    DATA_PLANE,
    MESH,
    KIT,
    GATEWAY_TESTS,
    GAMMA_TESTS,
    CLI
  };

  @ArchTest static final ArchRule ECHO_STANDS_ALONE = mayImport(FIXTURES_ECHO);
  @ArchTest static final ArchRule KUBERNETES_STANDS_ALONE = mayImport(FIXTURES_KUBERNETES);

  @ArchTest
  static final ArchRule CLUSTERS_IMPORT_FIXTURES =
      mayImport(FIXTURES_CLUSTERS, FIXTURES_ECHO, FIXTURES_KUBERNETES);

  @ArchTest static final ArchRule MODEL_STANDS_ALONE = mayImport(MODEL);
  @ArchTest static final ArchRule CONTROL_PLANE_IMPORTS_MODEL = mayImport(CONTROL_PLANE, MODEL);
  @ArchTest static final ArchRule DATA_PLANE_IMPORTS_MODEL = mayImport(DATA_PLANE, MODEL);

  @ArchTest
  static final ArchRule MESH_ASSEMBLES = mayImport(MESH, MODEL, CONTROL_PLANE, DATA_PLANE);

  @ArchTest
  static final ArchRule KIT_IMPORTS_FIXTURES =
      mayImport(KIT, FIXTURES_ECHO, FIXTURES_KUBERNETES, FIXTURES_CLUSTERS);

  @ArchTest
  static final ArchRule SUITES_IMPORT_THE_KIT =
      mayImport(GATEWAY_TESTS, KIT, FIXTURES_ECHO, FIXTURES_KUBERNETES, FIXTURES_CLUSTERS);

  @ArchTest
  static final ArchRule MESH_SUITES_IMPORT_THE_KIT =
      mayImport(GAMMA_TESTS, KIT, FIXTURES_ECHO, FIXTURES_KUBERNETES, FIXTURES_CLUSTERS);

  @ArchTest
  static final ArchRule MODEL_AND_TRANSLATION_KNOW_NO_NETTY =
      noClasses()
          .that(resideInAnyPackage(MODEL, CONTROL_PLANE))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty..");

  @ArchTest
  static final ArchRule NO_PACKAGE_CYCLES =
      slices().matching("dev.waymark.(*).(*)..").should().beFreeOfCycles();

  @ArchTest
  static void everyPackageIsNullMarked(JavaClasses classes) {
    var missing = new TreeSet<String>();
    for (var javaClass : classes) {
      var aPackage = javaClass.getPackage();
      if (!aPackage.tryGetAnnotationOfType(NullMarked.class).isPresent()
          && !aPackage.getName().endsWith(".grpcecho")) {
        missing.add(aPackage.getName());
      }
    }
    Assertions.assertThat(missing).as("packages without @NullMarked package-info").isEmpty();
  }

  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_A_THING_IS =
      ArchRuleDefinition.classes()
          .that()
          .resideInAPackage("dev.waymark..")
          .and()
          .doNotHaveSimpleName("FieldManager") // Kubernetes' own term for who writes fields
          .should(notBeNamed("Utils", "Util", "Manager", "Helper", "Helpers", "Impl"));

  /** The rules can fail: the command may import all, so holding it to none finds violations. */
  @ArchTest
  static void theRulesCanFail(JavaClasses classes) {
    Assertions.assertThat(mayImport(CLI).evaluate(classes).hasViolation()).isTrue();
  }

  private static ArchRule mayImport(String who, String... whom) {
    var allowed = List.of(whom);
    var forbidden =
        java.util.Arrays.stream(EVERYTHING)
            .filter(aPackage -> !aPackage.equals(who) && !allowed.contains(aPackage))
            .toArray(String[]::new);
    return noClasses()
        .that(resideInAnyPackage(who))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .allowEmptyShould(true);
  }

  private static ArchCondition<com.tngtech.archunit.core.domain.JavaClass> notBeNamed(
      String... endings) {
    return new ArchCondition<>("not end in " + String.join(", ", endings)) {
      @Override
      public void check(
          com.tngtech.archunit.core.domain.JavaClass javaClass, ConditionEvents events) {
        for (var ending : endings) {
          if (javaClass.getSimpleName().endsWith(ending)) {
            events.add(
                SimpleConditionEvent.violated(
                    javaClass, javaClass.getName() + " ends in " + ending));
          }
        }
      }
    };
  }
}
