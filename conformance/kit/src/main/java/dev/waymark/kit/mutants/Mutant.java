package dev.waymark.kit.mutants;

/**
 * The reference with one fault.
 *
 * @param name the fault's name
 * @param requirement the one requirement that it violates
 */
public record Mutant(String name, String requirement) {}
