/**
 * The {@code waymark} command: parses what the user asked for, assembles cluster, reference mesh
 * and suites, and turns results into output and exit codes. The one place that may see every
 * module.
 */
@NullMarked
package dev.waymark.cli;

import org.jspecify.annotations.NullMarked;
