package dev.waymark.mesh.certificates;

import dev.waymark.model.identity.SpiffeId;
import java.util.Optional;

/**
 * Who calls the authority, as its token proves.
 *
 * @param identity of its service account
 * @param node where its Pod runs; empty if the token is bound to none
 */
public record Caller(SpiffeId identity, Optional<String> node) {}
