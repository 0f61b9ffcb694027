package dev.waymark.mesh.workloadapi;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import dev.waymark.mesh.workloadapi.proto.Address;
import dev.waymark.mesh.workloadapi.proto.Resource;
import dev.waymark.model.authorization.Authorization;
import dev.waymark.model.workload.MeshService;
import dev.waymark.model.workload.MeshView;
import dev.waymark.model.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * A mesh as resources of the workload API, by type and name. A resource's version is a digest of
 * its content, so that a client that comes back, also to another control plane, is sent only what
 * it lacks. Immutable.
 */
final class Catalogue {
  /** Workloads and Services. */
  static final String ADDRESSES = "type.googleapis.com/istio.workload.Address";

  /** Policies. */
  static final String AUTHORIZATIONS = "type.googleapis.com/istio.security.Authorization";

  private final Map<String, Resource> addresses = new HashMap<>();
  private final Map<String, Resource> authorizations = new HashMap<>();
  private final Map<String, String> aliases = new HashMap<>();

  Catalogue(MeshView mesh) {
    for (Workload workload : mesh.workloads()) {
      var message = Address.newBuilder().setWorkload(WorkloadMessages.encode(workload)).build();
      addresses.put(workload.uid(), resource(workload.uid(), ADDRESSES, message));
      if (!workload.hostNetwork()) {
        workload.addresses().forEach(address -> aliases.put(alias(address), workload.uid()));
      }
    }
    for (MeshService service : mesh.services()) {
      String name = service.key().toString();
      var message = Address.newBuilder().setService(ServiceMessages.encode(service)).build();
      addresses.put(name, resource(name, ADDRESSES, message));
      service.addresses().forEach(address -> aliases.putIfAbsent(alias(address), name));
    }
    for (Authorization policy : mesh.policies()) {
      authorizations.put(
          policy.key(),
          resource(policy.key(), AUTHORIZATIONS, AuthorizationMessages.encode(policy)));
    }
  }

  /** {@code NETWORK/ADDRESS}; the reference mesh has one network, without a name. */
  private static String alias(InetAddress address) {
    return "/" + address.getHostAddress();
  }

  private static Resource resource(String name, String type, MessageLite message) {
    ByteString bytes = deterministic(message);
    return Resource.newBuilder()
        .setName(name)
        .setVersion(digest(bytes))
        .setResource(Any.newBuilder().setTypeUrl(type).setValue(bytes))
        .build();
  }

  /** Maps have no order on the wire unless one asks for it. */
  private static ByteString deterministic(MessageLite message) {
    byte[] bytes = new byte[message.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("into an array of the right length", e);
    }
    return ByteString.copyFrom(bytes);
  }

  private static String digest(ByteString bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
      return HexFormat.of().formatHex(Arrays.copyOf(digest, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** All resources of a type by name; none for a type that is not served. */
  Map<String, Resource> resources(String type) {
    return switch (type) {
      case ADDRESSES -> addresses;
      case AUTHORIZATIONS -> authorizations;
      default -> Map.of();
    };
  }

  /** The name of what a client asks for: by its name, or by {@code NETWORK/ADDRESS}. */
  String resolve(String asked) {
    return aliases.getOrDefault(asked, asked);
  }
}
