package dev.waymark.controlplane.status;

/** The whole status that one object should have, as far as this controller may say it. */
public sealed interface StatusWrite
    permits AuthorizationPolicyStatus, ClassStatus, GatewayStatus, RouteStatus, ServiceStatus {}
