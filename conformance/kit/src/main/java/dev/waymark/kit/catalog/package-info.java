/**
 * What there is to choose from: features, profiles, suites, tests, checks, and the requirements
 * behind them.
 */
@NullMarked
package dev.waymark.kit.catalog;

import org.jspecify.annotations.NullMarked;
