/**
 * The mesh's certificate authority: it signs what workloads ask for, and replaces its own root
 * without cutting anyone off. Who may ask for which identity is decided before, where the asker's
 * token is known.
 */
@NullMarked
package dev.waymark.controlplane.identity;

import org.jspecify.annotations.NullMarked;
