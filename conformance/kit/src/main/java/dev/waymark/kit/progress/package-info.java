/** Shows how a run goes while it goes. */
@NullMarked
package dev.waymark.kit.progress;

import org.jspecify.annotations.NullMarked;
