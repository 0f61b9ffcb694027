/** What the proxies of nodes do for the Pods of an ambient mesh, by connections alone. */
@NullMarked
package dev.waymark.gammatests.ambient;

import org.jspecify.annotations.NullMarked;
