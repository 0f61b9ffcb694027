package dev.waymark.dataplane.hbone;

import dev.waymark.dataplane.relay.Duplex;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Waits for the end of a tunnel, and says whether it was a failure. */
record Ending(CompletableFuture<Boolean> failed) implements Duplex.Receiver {
  @Override
  public void data(ByteBuf data) {
    data.release();
  }

  @Override
  public void end() {}

  @Override
  public void writable() {}

  @Override
  public void closed(@Nullable Throwable failure) {
    failed.complete(failure != null);
  }
}
