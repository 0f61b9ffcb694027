package dev.waymark.model;

/**
 * A condition on a parameter of the query.
 *
 * @param name case-sensitive
 * @param value compared with the parameter's first value, percent-decoded
 */
public record QueryParamMatch(String name, ValueMatch value) {}
