/**
 * HTTP messages as every codec of the gateway sees them: heads as bytes with an index over them,
 * the character classes of the grammar, and the refusal of a message that breaks it. Knows neither
 * sockets nor routes.
 */
@NullMarked
package dev.waymark.dataplane.http;

import org.jspecify.annotations.NullMarked;
