/** Tests of GatewayClass and Gateway: one class and one manifest for each official test. */
@NullMarked
package dev.waymark.gatewaytests.gateway;

import org.jspecify.annotations.NullMarked;
