/**
 * Who a workload is: the names that certificates carry in a mesh. Values only; keys and
 * certificates belong to the planes.
 */
@NullMarked
package dev.waymark.model.identity;

import org.jspecify.annotations.NullMarked;
