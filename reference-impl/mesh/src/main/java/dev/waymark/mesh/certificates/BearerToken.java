package dev.waymark.mesh.certificates;

import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Puts a token on each call, read anew as it is replaced while a Pod lives. */
public final class BearerToken extends CallCredentials {
  private final Supplier<String> token;

  /**
   * Credentials of a token.
   *
   * @param token may wait for a file; fails with any exception
   */
  public BearerToken(Supplier<String> token) {
    this.token = token;
  }

  @Override
  public void applyRequestMetadata(
      RequestInfo request, Executor executor, MetadataApplier applier) {
    executor.execute(
        () -> {
          try {
            var headers = new Metadata();
            headers.put(BearerTokens.AUTHORIZATION, BearerTokens.SCHEME + token.get());
            applier.apply(headers);
          } catch (RuntimeException e) {
            applier.fail(Status.UNAUTHENTICATED.withDescription("no token").withCause(e));
          }
        });
  }
}
