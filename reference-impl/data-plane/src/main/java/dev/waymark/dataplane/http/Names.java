package dev.waymark.dataplane.http;

import io.netty.util.AsciiString;

/** The field names that the gateway itself reads or writes, in lower case. */
public final class Names {
  public static final AsciiString CONNECTION = AsciiString.cached("connection");
  public static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
  public static final AsciiString EXPECT = AsciiString.cached("expect");
  public static final AsciiString HOST = AsciiString.cached("host");
  public static final AsciiString HTTP2_SETTINGS = AsciiString.cached("http2-settings");
  public static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
  public static final AsciiString LOCATION = AsciiString.cached("location");
  public static final AsciiString PROXY_CONNECTION = AsciiString.cached("proxy-connection");
  public static final AsciiString TE = AsciiString.cached("te");
  public static final AsciiString TRANSFER_ENCODING = AsciiString.cached("transfer-encoding");
  public static final AsciiString UPGRADE = AsciiString.cached("upgrade");
  public static final AsciiString VIA = AsciiString.cached("via");
  public static final AsciiString X_FORWARDED_FOR = AsciiString.cached("x-forwarded-for");
  public static final AsciiString X_FORWARDED_PROTO = AsciiString.cached("x-forwarded-proto");

  public static final AsciiString CHUNKED = AsciiString.cached("chunked");
  public static final AsciiString CLOSE = AsciiString.cached("close");
  public static final AsciiString CONTINUE = AsciiString.cached("100-continue");
  public static final AsciiString TRAILERS = AsciiString.cached("trailers");

  private Names() {}
}
