/**
 * What an implementation claims, what the user selects, and the plan that follows from both. Pure.
 */
@NullMarked
package dev.waymark.kit.plan;

import org.jspecify.annotations.NullMarked;
