package dev.waymark.model.workload;

/** Where a workload runs, from the wide to the narrow; empty texts where it is not known. */
public record Locality(String region, String zone, String subzone) {
  /** Nothing is known. */
  public static final Locality UNKNOWN = new Locality("", "", "");
}
