package dev.waymark.dataplane.http1;

/**
 * What a head may measure.
 *
 * @param bytes of the whole head, start line included
 * @param fields number of header fields
 * @param target bytes of the request target
 */
public record HeadLimits(int bytes, int fields, int target) {}
