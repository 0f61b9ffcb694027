package dev.waymark.kit;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** Something that can be observed, again and again. Used by one thread at a time. */
public interface Subject extends AutoCloseable {
  /**
   * What is looked at, for a reader: {@code GET http://foo.k3x9a.example.com/ at Gateway
   * same-namespace}.
   */
  String says();

  /**
   * Looks once. What the implementation does wrong is part of the observation; only what the kit
   * can't cope with is thrown.
   *
   * @return the observation; not changed afterwards
   * @throws InterruptedException when the run was cancelled meanwhile
   */
  JsonNode observe() throws InterruptedException;

  /**
   * Waits until another look may show something else: for the next event where the subject can be
   * watched, else a short pause which grows.
   *
   * @param atMost how long to wait
   * @throws InterruptedException when the run was cancelled meanwhile
   */
  void awaitChange(Duration atMost) throws InterruptedException;

  /**
   * How many looks in a row must satisfy: more than one where a look is only a sample of many
   * proxies or workers.
   */
  int looksInARow();

  /** A line for a shell that shows the same; empty where there is none. */
  default String shellLine() {
    return "";
  }

  /** Stops watching. */
  @Override
  default void close() {}
}
