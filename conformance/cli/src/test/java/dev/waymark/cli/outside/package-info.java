/**
 * The reference mesh and processes outside this JVM: a client that is not ours, and a backend that
 * is not ours. What holds between our own parts only could rest on a shared mistake.
 */
@NullMarked
package dev.waymark.cli.outside;

import org.jspecify.annotations.NullMarked;
