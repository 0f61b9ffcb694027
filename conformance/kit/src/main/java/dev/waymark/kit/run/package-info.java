/**
 * Carries a plan out on a cluster: JUnit's launcher, fixtures, controls, deadlines, interruption.
 */
@NullMarked
package dev.waymark.kit.run;

import org.jspecify.annotations.NullMarked;
