package dev.waymark.dataplane.routing;

import dev.waymark.dataplane.http.Names;
import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.model.PathRewrite;
import dev.waymark.model.UrlRewrite;
import java.util.Optional;

/** What changes in a request's path and host on its way to the backend. */
public record TargetRewrite(Optional<String> hostname, PathRewrite path) {
  static TargetRewrite of(UrlRewrite rewrite) {
    return new TargetRewrite(rewrite.hostname(), rewrite.path());
  }

  /** Makes the change. */
  public void apply(RequestHead request) {
    if (!(path instanceof PathRewrite.Keep)) {
      request.rewritePath(apply(path, request.path()));
    }
    if (hostname.isPresent()) {
      request.headers().set(Names.HOST, Names.HOST, hostname.get());
    }
  }

  static String apply(PathRewrite rewrite, String path) {
    return switch (rewrite) {
      case PathRewrite.Keep _ -> path;
      case PathRewrite.Full full -> full.path().isEmpty() ? "/" : full.path();
      case PathRewrite.Prefix prefix -> prefix.apply(path);
    };
  }
}
