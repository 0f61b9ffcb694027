package dev.waymark.model.authorization;

import dev.waymark.model.authorization.ConnectionMatch.ServiceAccount;
import java.util.List;

/**
 * A test of one attribute of a request: it holds if any of the values does, where there are any,
 * and none of the others. What a request does not have, no value matches.
 */
public sealed interface RequestTest {
  /** Whether it can be decided of a connection whose requests nobody reads. */
  boolean isOfConnection();

  /** An attribute that is text. */
  record Text(TextAttribute attribute, List<StringMatch> values, List<StringMatch> notValues)
      implements RequestTest {
    public Text {
      values = List.copyOf(values);
      notValues = List.copyOf(notValues);
    }

    @Override
    public boolean isOfConnection() {
      return attribute.isOfConnection();
    }
  }

  /** The service account of the client's identity. */
  record Account(List<ServiceAccount> values, List<ServiceAccount> notValues)
      implements RequestTest {
    public Account {
      values = List.copyOf(values);
      notValues = List.copyOf(notValues);
    }

    @Override
    public boolean isOfConnection() {
      return true;
    }
  }

  /** An address. */
  record Address(End end, List<IpBlock> values, List<IpBlock> notValues) implements RequestTest {
    public Address {
      values = List.copyOf(values);
      notValues = List.copyOf(notValues);
    }

    @Override
    public boolean isOfConnection() {
      return end != End.ORIGIN;
    }

    /** Whose address. */
    public enum End {
      /** The client's, as the network proves it. */
      SOURCE,
      /** The client's as proxies before it say in {@code X-Forwarded-For}, else the source. */
      ORIGIN,
      /** What the client connected to. */
      DESTINATION
    }
  }

  /** The port that the client connected to. */
  record Port(List<Integer> values, List<Integer> notValues) implements RequestTest {
    public Port {
      values = List.copyOf(values);
      notValues = List.copyOf(notValues);
    }

    @Override
    public boolean isOfConnection() {
      return true;
    }
  }

  /** The path without the query. */
  record Path(List<PathPattern> values, List<PathPattern> notValues) implements RequestTest {
    public Path {
      values = List.copyOf(values);
      notValues = List.copyOf(notValues);
    }

    @Override
    public boolean isOfConnection() {
      return false;
    }
  }
}
