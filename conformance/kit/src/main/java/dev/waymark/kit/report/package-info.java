/**
 * Tells what became of a run: on the terminal, and as files. Each report is a pure function of the
 * result; {@link dev.waymark.kit.report.Reports} is the one that writes.
 */
@NullMarked
package dev.waymark.kit.report;

import org.jspecify.annotations.NullMarked;
