package dev.waymark.model.workload;

/** How a workload takes connections from within the mesh. */
public enum TunnelProtocol {
  /** As plain TCP. */
  NONE,
  /** Through tunnels, on port 15008 of its address. */
  HBONE
}
