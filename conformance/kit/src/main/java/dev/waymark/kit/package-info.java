/**
 * What a conformance test is written with: the annotations, {@link dev.waymark.kit.Kit} and the
 * values it takes.
 *
 * <p>The packages below: {@code catalog} knows features, profiles, suites and requirements; {@code
 * plan} chooses what to run; {@code run} carries it out; {@code evidence} records it; {@code
 * verdict} judges the record; {@code report} tells it; {@code mutants} judges the checks
 * themselves; {@code probe} speaks HTTP and TLS on the wire.
 */
@NullMarked
package dev.waymark.kit;

import org.jspecify.annotations.NullMarked;
