/**
 * Who may connect to what: authorization policies as a proxy that knows connections, and no
 * requests, can enforce them. The vocabulary is that of Istio's workload API. Values only.
 */
@NullMarked
package dev.waymark.model.authorization;

import org.jspecify.annotations.NullMarked;
