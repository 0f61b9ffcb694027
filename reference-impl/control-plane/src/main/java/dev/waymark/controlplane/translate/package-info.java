/**
 * From a {@link dev.waymark.controlplane.view.ClusterView} to configurations and statuses: pure
 * functions, one class per kind of thing, and one memory of earlier results ({@link
 * dev.waymark.controlplane.translate.Translator}), so that a change of one route costs the work of
 * one route.
 */
@NullMarked
package dev.waymark.controlplane.translate;

import org.jspecify.annotations.NullMarked;
