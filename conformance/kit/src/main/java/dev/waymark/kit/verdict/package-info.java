/**
 * From observations to verdicts: expectations as data, the rules by which they hold, and nothing
 * that does I/O. What is computed here during a run can be computed again from its evidence.
 */
@NullMarked
package dev.waymark.kit.verdict;

import org.jspecify.annotations.NullMarked;
