package dev.waymark.cli.bench;

import java.net.URI;

/**
 * One proxy in the comparison, running.
 *
 * @param process whose CPU time counts
 * @param url what wrk asks for
 * @param host the Host header that goes with it
 */
record Peer(String name, PinnedProcess process, URI url, String host) {}
