package dev.waymark.kit.catalog;

import dev.waymark.kit.Request;

/**
 * The controls of a suite: the kit's own test of itself, carried out first and last in each run.
 *
 * <p>A request that is known to be good must be answered by the backend; the same request held
 * against a poisoned expectation must fail; and a decoy backend that no route leads to must have
 * seen nothing. When one of them is wrong, no verdict of the run stands.
 *
 * @param gateway a Gateway of the base fixture's main namespace
 * @param knownGood a request that a route of the base manifests leads to {@code backend}; base
 *     hosts aren't mapped and neither is this
 * @param backend the workload that must answer it
 * @param decoy a workload (Deployment and {@code app} label) of the base fixture which no route
 *     leads to
 */
public record Controls(String gateway, Request knownGood, String backend, String decoy) {}
