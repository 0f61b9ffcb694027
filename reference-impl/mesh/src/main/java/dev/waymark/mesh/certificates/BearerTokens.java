package dev.waymark.mesh.certificates;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets only calls with a valid token in, and tells the services whose it is. */
public final class BearerTokens implements ServerInterceptor {
  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  static final String SCHEME = "Bearer ";

  private static final Logger log = LoggerFactory.getLogger(BearerTokens.class);
  private static final Context.Key<Caller> CALLER = Context.key("caller");

  private final TokenAuthenticator authenticator;

  /** An interceptor that asks this authenticator. */
  public BearerTokens(TokenAuthenticator authenticator) {
    this.authenticator = authenticator;
  }

  /**
   * Who makes the call that the current thread serves.
   *
   * @throws IllegalStateException if the service is used without the interceptor
   */
  static Caller caller() {
    Caller caller = CALLER.get();
    if (caller == null) {
      throw new IllegalStateException(
          "a service for authenticated callers, without authentication");
    }
    return caller;
  }

  @Override
  public <Q, S> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, S> call, Metadata headers, ServerCallHandler<Q, S> next) {
    String value = headers.get(AUTHORIZATION);
    if (value == null || !value.startsWith(SCHEME)) {
      return refuse(
          call,
          Status.UNAUTHENTICATED.withDescription(
              "authorization: none (expected: a bearer" + " token of a service account)"));
    }
    Optional<Caller> caller;
    try {
      caller = authenticator.authenticate(value.substring(SCHEME.length()));
    } catch (RuntimeException e) {
      log.warn("can't check a token", e);
      return refuse(call, Status.UNAVAILABLE.withDescription("the token can't be checked now"));
    }
    return caller.isEmpty()
        ? refuse(call, Status.UNAUTHENTICATED.withDescription("authorization: token not valid"))
        : Contexts.interceptCall(
            Context.current().withValue(CALLER, caller.get()), call, headers, next);
  }

  private static <Q, S> ServerCall.Listener<Q> refuse(ServerCall<Q, S> call, Status status) {
    call.close(status, new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
