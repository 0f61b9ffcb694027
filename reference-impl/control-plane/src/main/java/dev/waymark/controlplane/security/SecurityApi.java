package dev.waymark.controlplane.security;

/** Words of the API whose kinds these are. */
public final class SecurityApi {
  public static final String GROUP = "security.istio.io";

  private SecurityApi() {}
}
