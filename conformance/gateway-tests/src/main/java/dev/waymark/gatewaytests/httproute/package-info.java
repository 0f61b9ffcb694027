/** Tests of HTTPRoute: one class and one manifest for each official test. */
@NullMarked
package dev.waymark.gatewaytests.httproute;

import org.jspecify.annotations.NullMarked;
