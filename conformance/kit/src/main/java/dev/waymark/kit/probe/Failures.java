package dev.waymark.kit.probe;

import dev.waymark.kit.probe.Deadlines.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says in the words of a report why an exchange has no response. The words are the same on every
 * platform.
 */
final class Failures {

  /** Where a connection ended: nothing of the response had come. */
  static final String BEFORE_A_RESPONSE = "before a response";

  private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

  private Failures() {}

  static String describe(IOException failure, Deadline deadline) {
    if (deadline.hasPassed()) {
      return "timeout after " + seconds(deadline.time());
    }
    return switch (failure) {
      case MalformedResponse malformed -> "malformed response: " + malformed.getMessage();
      case UnknownHostException unknown -> "unknown host " + unknown.getMessage();
      case NoRouteToHostException _ -> "no route to host";
      case ConnectException e when says(e, "refused") -> "connection refused";
      case ConnectException e -> "can't connect: " + e.getMessage();
      case SSLException e -> tls(e);
      case SocketException e when isReset(e) -> "connection reset";
      case EOFException e -> "connection closed " + e.getMessage();
      default -> String.valueOf(failure.getMessage());
    };
  }

  /** Tells whether the peer ended the connection without a byte of a response. */
  static boolean isBeforeAResponse(IOException failure) {
    return isReset(failure)
        || failure instanceof EOFException && BEFORE_A_RESPONSE.equals(failure.getMessage());
  }

  static boolean isReset(Throwable failure) {
    return says(failure, "reset") || says(failure, "Broken pipe") || says(failure, "aborted");
  }

  private static String tls(SSLException failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      String message = String.valueOf(at.getMessage());
      Matcher alert = ALERT.matcher(message);
      if (alert.find()) {
        return "TLS alert " + alert.group(1);
      }
      if (at instanceof CertificateException) {
        return "server certificate not accepted: " + message;
      }
      if (at instanceof SocketException && isReset(at)) {
        return "connection reset";
      }
      if (at instanceof EOFException) {
        return "connection closed during the TLS handshake";
      }
    }
    return says(failure, "Unsupported or unrecognized SSL message")
        ? "the server does not speak TLS"
        : "TLS failed: " + failure.getMessage();
  }

  private static boolean says(@Nullable Throwable failure, String words) {
    return failure != null && String.valueOf(failure.getMessage()).contains(words);
  }

  private static String seconds(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
