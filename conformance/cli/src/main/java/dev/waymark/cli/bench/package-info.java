/**
 * Benchmarks: the reference gateway, as it runs by default, beside the proxies that everyone knows,
 * on one core each; and the embedded Kubernetes beside its targets. They measure on the machine at
 * hand; a ratio means something only inside one run.
 */
@NullMarked
package dev.waymark.cli.bench;

import org.jspecify.annotations.NullMarked;
