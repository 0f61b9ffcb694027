/**
 * The record of a run: what was done, expected and observed, in order. Everything that is said
 * later follows from it.
 */
@NullMarked
package dev.waymark.kit.evidence;

import org.jspecify.annotations.NullMarked;
