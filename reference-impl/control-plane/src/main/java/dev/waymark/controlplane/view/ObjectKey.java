package dev.waymark.controlplane.view;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Names one object of some kind in a namespace. */
public record ObjectKey(String namespace, String name) {
  /** The name of an object. */
  public static ObjectKey of(HasMetadata object) {
    return new ObjectKey(object.getMetadata().getNamespace(), object.getMetadata().getName());
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
