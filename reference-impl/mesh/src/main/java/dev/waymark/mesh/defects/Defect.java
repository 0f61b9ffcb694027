package dev.waymark.mesh.defects;

import java.util.function.Supplier;

/**
 * A named fault that breaks one requirement.
 *
 * @param name in capitals, {@code REDIRECT_KEEPS_HOST}
 * @param requirementId the requirement's key in the ledger
 * @param description what goes wrong, in one sentence
 * @param plant makes the fault for one mesh
 */
public record Defect(
    String name, String requirementId, String description, Supplier<Faults> plant) {
  @Override
  public String toString() {
    return name;
  }
}
