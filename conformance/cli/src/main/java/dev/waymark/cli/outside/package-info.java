/**
 * An implementation that runs as an ordinary process outside of the embedded cluster: what it is
 * told, how long it is waited for, and how it ends. Knows nothing of the reference.
 */
@NullMarked
package dev.waymark.cli.outside;

import org.jspecify.annotations.NullMarked;
