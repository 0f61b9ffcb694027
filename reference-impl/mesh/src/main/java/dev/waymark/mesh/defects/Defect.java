package dev.waymark.mesh.defects;

import java.util.List;
import java.util.function.Supplier;

/**
 * A named fault that breaks one requirement: of gateways, of meshes, or the same one of both.
 *
 * @param name in capitals, {@code REDIRECT_KEEPS_HOST}
 * @param requirements keys in the ledger: at most one of gateways and one of meshes, which begins
 *     with {@value #OF_A_MESH}
 * @param description what goes wrong, in one sentence
 * @param plant makes the fault for one mesh
 */
public record Defect(
    String name, List<String> requirements, String description, Supplier<Faults> plant) {
  private static final String OF_A_MESH = "mesh.";

  public Defect {
    requirements = List.copyOf(requirements);
    long ofMesh = requirements.stream().filter(id -> id.startsWith(OF_A_MESH)).count();
    if (requirements.isEmpty() || ofMesh > 1 || requirements.size() - ofMesh > 1) {
      throw new IllegalArgumentException(
          name + " breaks " + requirements + " (expected: one, or one of each)");
    }
  }

  Defect(String name, String requirement, String description, Supplier<Faults> plant) {
    this(name, List.of(requirement), description, plant);
  }

  /** A fault of what gateways and waypoints have in common. */
  Defect(
      String name,
      String requirement,
      String meshRequirement,
      String description,
      Supplier<Faults> plant) {
    this(name, List.of(requirement, meshRequirement), description, plant);
  }

  @Override
  public String toString() {
    return name;
  }
}
