/**
 * Who may reach what. {@link dev.waymark.model.authorization.Authorization} is a policy as a proxy
 * that knows connections, and no requests, can enforce it, in the vocabulary of Istio's workload
 * API; {@link dev.waymark.model.authorization.RequestPolicy} is one for a proxy that reads
 * requests. Values only.
 */
@NullMarked
package dev.waymark.model.authorization;

import org.jspecify.annotations.NullMarked;
