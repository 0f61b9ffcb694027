/**
 * The Gateway API's own conformance tests under their official names, finer and stricter: the
 * suite, its ledger of requirements, its base fixture, and the expectations that several tests
 * share. May use the kit and fixtures; knows no implementation.
 */
@NullMarked
package dev.waymark.gatewaytests;

import org.jspecify.annotations.NullMarked;
