/**
 * What the proxies of a mesh know of the cluster: which workloads and Services there are, at which
 * addresses, and by which way they are reached. The vocabulary is that of Istio's workload API, so
 * that the same values can come from it and go to it. Values only, no I/O.
 */
@NullMarked
package dev.waymark.model.workload;

import org.jspecify.annotations.NullMarked;
