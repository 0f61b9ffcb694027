package dev.waymark.dataplane.relay;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DuplexChannelConfig;
import java.util.Map;
import java.util.Set;

/**
 * The options of a {@link StreamChannel}: those of any channel, and half closure. Those of a socket
 * are taken too, from who can't know what the channel is, and left to the connection beneath.
 */
public final class StreamChannelConfig extends DefaultChannelConfig implements DuplexChannelConfig {
  private static final Set<ChannelOption<?>> OF_SOCKETS =
      Set.of(
          ChannelOption.SO_KEEPALIVE,
          ChannelOption.TCP_NODELAY,
          EpollChannelOption.TCP_USER_TIMEOUT);

  private final Runnable autoReadCleared;
  private volatile boolean allowHalfClosure;

  StreamChannelConfig(Channel channel, Runnable autoReadCleared) {
    super(channel);
    this.autoReadCleared = autoReadCleared;
  }

  @Override
  protected void autoReadCleared() {
    autoReadCleared.run();
  }

  @Override
  public boolean isAllowHalfClosure() {
    return allowHalfClosure;
  }

  @Override
  public StreamChannelConfig setAllowHalfClosure(boolean allow) {
    allowHalfClosure = allow;
    return this;
  }

  @Override
  public Map<ChannelOption<?>, Object> getOptions() {
    return getOptions(super.getOptions(), ChannelOption.ALLOW_HALF_CLOSURE);
  }

  @Override
  @SuppressWarnings("unchecked") // the option's value is a Boolean
  public <T> T getOption(ChannelOption<T> option) {
    return option == ChannelOption.ALLOW_HALF_CLOSURE
        ? (T) Boolean.valueOf(allowHalfClosure)
        : super.getOption(option);
  }

  @Override
  public <T> boolean setOption(ChannelOption<T> option, T value) {
    if (option == ChannelOption.ALLOW_HALF_CLOSURE) {
      validate(option, value);
      setAllowHalfClosure((Boolean) value);
      return true;
    }
    return super.setOption(option, value) || OF_SOCKETS.contains(option);
  }

  // ---- with the return type that the interface asks for

  @Override
  @Deprecated
  public StreamChannelConfig setMaxMessagesPerRead(int maxMessagesPerRead) {
    super.setMaxMessagesPerRead(maxMessagesPerRead);
    return this;
  }

  @Override
  public StreamChannelConfig setWriteSpinCount(int writeSpinCount) {
    super.setWriteSpinCount(writeSpinCount);
    return this;
  }

  @Override
  public StreamChannelConfig setAllocator(ByteBufAllocator allocator) {
    super.setAllocator(allocator);
    return this;
  }

  @Override
  public StreamChannelConfig setRecvByteBufAllocator(RecvByteBufAllocator allocator) {
    super.setRecvByteBufAllocator(allocator);
    return this;
  }

  @Override
  public StreamChannelConfig setAutoRead(boolean autoRead) {
    super.setAutoRead(autoRead);
    return this;
  }

  @Override
  public StreamChannelConfig setAutoClose(boolean autoClose) {
    super.setAutoClose(autoClose);
    return this;
  }

  @Override
  public StreamChannelConfig setMessageSizeEstimator(MessageSizeEstimator estimator) {
    super.setMessageSizeEstimator(estimator);
    return this;
  }

  @Override
  public StreamChannelConfig setWriteBufferWaterMark(WriteBufferWaterMark waterMark) {
    super.setWriteBufferWaterMark(waterMark);
    return this;
  }
}
