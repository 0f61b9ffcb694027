package dev.waymark.model;

/** How a path changes; a query is never touched. */
public sealed interface PathRewrite {
  /** The path stays. */
  PathRewrite KEEP = new Keep();

  /** The path stays. */
  record Keep() implements PathRewrite {}

  /** The whole path is replaced. */
  record Full(String path) implements PathRewrite {}

  /**
   * The prefix that the rule matched is replaced, by whole segments: with {@code /a} replaced by
   * {@code /b}, {@code /a/x} becomes {@code /b/x}. The result is never empty: {@code /a} replaced
   * by nothing becomes {@code /}.
   *
   * @param prefix what the rule matches, without a slash at the end
   * @param replacement without a slash at the end; empty to strip the prefix
   */
  record Prefix(String prefix, String replacement) implements PathRewrite {
    public Prefix {
      prefix = withoutTrailingSlash(prefix);
      replacement = withoutTrailingSlash(replacement);
    }

    private static String withoutTrailingSlash(String path) {
      return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** The path after the change; paths outside the prefix stay. */
    public String apply(String path) {
      if (!path.startsWith(prefix)) {
        return path;
      }
      String rest = path.substring(prefix.length());
      if (!rest.isEmpty() && rest.charAt(0) != '/') {
        return path;
      }
      String result = replacement + rest;
      return result.isEmpty() ? "/" : result;
    }
  }
}
