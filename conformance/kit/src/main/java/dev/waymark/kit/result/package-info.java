/**
 * From the evidence to what is said of a run: attempts, checks, controls, totals, the exit code.
 * Pure.
 */
@NullMarked
package dev.waymark.kit.result;

import org.jspecify.annotations.NullMarked;
