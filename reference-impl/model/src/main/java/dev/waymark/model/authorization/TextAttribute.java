package dev.waymark.model.authorization;

import java.util.List;
import java.util.Locale;

/** What of a request, or of the connection that it comes over, is compared as text. */
public sealed interface TextAttribute {
  /** Whether it is known of a connection whose requests nobody reads. */
  boolean isOfConnection();

  /** One that has no name of its own. */
  enum Plain implements TextAttribute {
    /** The client's identity, without {@code spiffe://}. */
    PRINCIPAL(true),
    /** The namespace of that identity. */
    NAMESPACE(true),
    /** The trust domain of that identity. */
    TRUST_DOMAIN(true),
    /** The server name that the client's TLS asked for. */
    SERVER_NAME(true),
    /** The host, in lower case. */
    HOST(false),
    METHOD(false),
    /** {@code ISSUER/SUBJECT} of the request's token. */
    REQUEST_PRINCIPAL(false),
    /** Each audience of the request's token. */
    AUDIENCE(false),
    /** The party that the request's token was issued to. */
    PRESENTER(false);

    private final boolean ofConnection;

    Plain(boolean ofConnection) {
      this.ofConnection = ofConnection;
    }

    @Override
    public boolean isOfConnection() {
      return ofConnection;
    }
  }

  /** A header; one that occurs several times is its values joined by commas (RFC 9110 §5.3). */
  record Header(String name) implements TextAttribute {
    public Header {
      name = name.toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean isOfConnection() {
      return false;
    }
  }

  /** Each value of a claim of the request's token, which lies below others by their names. */
  record Claim(List<String> path) implements TextAttribute {
    public Claim {
      path = List.copyOf(path);
    }

    @Override
    public boolean isOfConnection() {
      return false;
    }
  }
}
