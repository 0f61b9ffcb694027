package dev.waymark.kit.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Everything that could be run.
 *
 * @param suites in the order in which they were found
 * @param tests of all suites
 * @param ledger of all suites
 */
public record Catalog(List<Suite> suites, List<TestCase> tests, Ledger ledger) {
  public Catalog {
    suites = List.copyOf(suites);
    tests = List.copyOf(tests);
  }

  /** The suites on the class path. */
  public static Catalog load() {
    return of(ServiceLoader.load(Suite.class).stream().map(ServiceLoader.Provider::get).toList());
  }

  /**
   * These suites.
   *
   * @throws IllegalStateException when a suite contradicts itself: a check whose requirement is not
   *     in the ledger, two tests of one name, a feature that nobody knows, a ledger that can't be
   *     read
   */
  public static Catalog of(List<Suite> suites) {
    List<TestCase> tests = new ArrayList<>();
    Ledger ledger = Ledger.of(List.of());
    for (Suite suite : suites) {
      suite.tests().forEach(type -> tests.add(TestCase.of(suite, type)));
      ledger = ledger.and(ledger(suite));
    }
    Set<String> names = new HashSet<>();
    for (TestCase test : tests) {
      if (!names.add(test.name())) {
        throw new IllegalStateException("two tests are named " + test.name());
      }
      validate(test, ledger);
    }
    return new Catalog(suites, tests, ledger);
  }

  /** The test of this name. */
  public Optional<TestCase> test(String name) {
    return tests.stream().filter(test -> test.name().equals(name)).findFirst();
  }

  private static void validate(TestCase test, Ledger ledger) {
    for (String feature : test.features()) {
      if (Features.find(feature).isEmpty()) {
        throw new IllegalStateException(test.name() + ": nobody knows its feature " + feature);
      }
    }
    for (TestCase.CheckCase check : test.checks()) {
      Requirement requirement =
          ledger
              .find(check.requirement())
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "%s.%s: its requirement %s is not in the ledger"
                              .formatted(test.name(), check.method(), check.requirement())));
      if (requirement.coverage() != Requirement.Coverage.CHECKED) {
        throw new IllegalStateException(
            "%s.%s checks %s, whose coverage the ledger gives as %s"
                .formatted(
                    test.name(), check.method(), check.requirement(), requirement.coverage()));
      }
    }
  }

  private static Ledger ledger(Suite suite) {
    try (InputStream resource = suite.getClass().getResourceAsStream(suite.ledger())) {
      if (resource == null) {
        throw new IllegalStateException(
            "suite " + suite.name() + ": no ledger at " + suite.ledger());
      }
      return Ledger.read(suite.ledger(), resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("suite " + suite.name() + ": " + e.getMessage(), e);
    }
  }
}
