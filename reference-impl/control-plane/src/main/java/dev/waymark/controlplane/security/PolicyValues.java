package dev.waymark.controlplane.security;

import dev.waymark.model.authorization.ConnectionMatch.ServiceAccount;
import dev.waymark.model.authorization.IpBlock;
import dev.waymark.model.authorization.PathPattern;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values of policies as they are written. Collects those that can't be read. */
final class PolicyValues {
  private final String namespace;
  private final List<String> unreadable = new ArrayList<>();

  /**
   * A reader.
   *
   * @param namespace of the policy, which service accounts may leave out
   */
  PolicyValues(String namespace) {
    this.namespace = namespace;
  }

  /** What could not be read so far, as it is written. */
  List<String> unreadable() {
    return List.copyOf(unreadable);
  }

  List<Integer> ports(List<String> values) {
    return read(values, PolicyValues::port);
  }

  List<IpBlock> blocks(List<String> values) {
    return read(values, PolicyValues::block);
  }

  List<PathPattern> paths(List<String> values) {
    return read(values, PathPattern::parse);
  }

  /** {@code ACCOUNT} of the policy's namespace, or {@code NAMESPACE/ACCOUNT}. */
  List<ServiceAccount> accounts(List<String> values) {
    return values.stream()
        .map(
            value -> {
              int slash = value.indexOf('/');
              return slash < 0
                  ? new ServiceAccount(namespace, value)
                  : new ServiceAccount(value.substring(0, slash), value.substring(slash + 1));
            })
        .toList();
  }

  private <T> List<T> read(List<String> values, Function<String, Optional<T>> reader) {
    List<T> read = new ArrayList<>();
    for (String value : values) {
      reader.apply(value).ifPresentOrElse(read::add, () -> unreadable.add(value));
    }
    return read;
  }

  private static Optional<Integer> port(String value) {
    return Optional.ofNullable(number(value)).filter(port -> port <= 65535);
  }

  /** An address, or an address and a prefix length. */
  private static Optional<IpBlock> block(String value) {
    int slash = value.indexOf('/');
    try {
      InetAddress address = InetAddress.ofLiteral(slash < 0 ? value : value.substring(0, slash));
      int bits = address.getAddress().length * 8;
      Integer length = slash < 0 ? Integer.valueOf(bits) : number(value.substring(slash + 1));
      return length == null || length > bits
          ? Optional.empty()
          : Optional.of(new IpBlock(address, length));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static @Nullable Integer number(String digits) {
    boolean plain =
        !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(Character::isDigit);
    return plain ? Integer.valueOf(digits) : null;
  }
}
