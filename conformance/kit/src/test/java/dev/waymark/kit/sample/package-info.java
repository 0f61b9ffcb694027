/** A small suite to try the kit on: one test for each verdict. */
@org.jspecify.annotations.NullMarked
package dev.waymark.kit.sample;
