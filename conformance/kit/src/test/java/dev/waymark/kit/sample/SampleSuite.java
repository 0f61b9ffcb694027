package dev.waymark.kit.sample;

import dev.waymark.kit.catalog.Suite;
import java.util.List;

/** The suite, or a part of it. */
public final class SampleSuite implements Suite {
  private final List<Class<?>> tests;

  /** For the service loader. */
  public SampleSuite() {
    this(Blocked.class);
  }

  public SampleSuite(Class<?>... tests) {
    this.tests = List.of(tests);
  }

  @Override
  public String name() {
    return "sample";
  }

  @Override
  public List<Class<?>> tests() {
    return tests;
  }

  @Override
  public String ledger() {
    return "requirements.yaml";
  }

  @Override
  public List<String> baseManifests() {
    return List.of("base.yaml");
  }
}
