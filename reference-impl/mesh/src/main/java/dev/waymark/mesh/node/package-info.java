/**
 * The program of a node: decides which of the node's Pods are in the mesh, captures them and hands
 * their connections to the node's proxy. What a CNI plugin and ztunnel do between them on a real
 * node.
 */
@NullMarked
package dev.waymark.mesh.node;

import org.jspecify.annotations.NullMarked;
