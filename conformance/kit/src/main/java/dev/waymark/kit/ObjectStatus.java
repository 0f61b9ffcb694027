package dev.waymark.kit;

/**
 * The status of an object, watched. Its observation is keyed by what the API's lists are keyed by:
 *
 * <pre>{@code
 * exists, generation
 * conditions {type: {status, reason, message, current}}      current: observedGeneration is the object's generation
 * addresses [{type, value}]
 * listenerNames [...]
 * listeners {name: {attachedRoutes, supportedKinds [...], conditions {...}}}
 * parentNames [...], acceptedParents [...]
 * parents {"namespace/gateway", "namespace/gateway#section", "namespace/gateway:port": {conditions {...}, complaints}}
 * }</pre>
 *
 * Parents are those of the controller under test only. {@code complaints} is how many of a parent's
 * current conditions say that not all of the route is in force: Accepted or ResolvedRefs that is
 * False, PartiallyInvalid that is True.
 */
public interface ObjectStatus extends Subject {
  /** The kind, for example {@code HTTPRoute}. */
  String kind();

  /** The namespace in stable names; empty for a cluster-scoped kind. */
  String namespace();

  /** The name in stable names. */
  String name();

  /** How stable names are mapped. */
  Names names();
}
