package dev.waymark.dataplane.relay;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.Native;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Keeps half-closed sockets registered with epoll. As of Netty 4.2.18, a socket without any
 * interest left, which is to say one whose peer has ended its direction, is taken out of the epoll
 * set and not put back: when it later has to wait until it may write again, its connection breaks
 * with ENOENT (netty/netty pull request 16689 brought this). So one interest is kept that costs
 * nothing, since epoll reports errors whether asked to or not.
 */
final class EpollInterest {
  private static final @Nullable MethodHandle SET_FLAG = find();

  private EpollInterest() {}

  private static @Nullable MethodHandle find() {
    try {
      return MethodHandles.privateLookupIn(EpollSocketChannel.class, MethodHandles.lookup())
          .findVirtual(
              EpollSocketChannel.class, "setFlag", MethodType.methodType(void.class, int.class));
    } catch (ReflectiveOperationException e) {
      return null; // another Netty
    }
  }

  /** To be called on the loop of a channel that is registered and active. */
  static void keep(Channel channel) {
    if (channel instanceof EpollSocketChannel socket && SET_FLAG != null) {
      try {
        SET_FLAG.invokeExact(socket, Native.EPOLLERR);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) { // declared by the method: epoll_ctl fails
        socket.close();
      }
    }
  }
}
