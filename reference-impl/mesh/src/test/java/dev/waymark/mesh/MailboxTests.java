package dev.waymark.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTests {
  private final List<Integer> seen = new ArrayList<>();
  private final Mailbox<Integer> mailbox = new Mailbox<>(this::receive);

  private void receive(int value) {
    seen.add(value);
    if (value == 1) {
      mailbox.offer(2);
      mailbox.offer(3);
    }
    if (value < 0) {
      throw new IllegalArgumentException("for the test");
    }
  }

  @Test
  void keepsOnlyTheNewestForAReceiverThatIsBusy() {
    mailbox.offer(1);
    assertThat(seen).containsExactly(1, 3);
  }

  @Test
  void goesOnAfterAReceiversFault() {
    mailbox.offer(-1);
    mailbox.offer(5);
    assertThat(seen).containsExactly(-1, 5);
  }

  @Test
  void deliversNothingOnceClosed() {
    mailbox.close();
    mailbox.offer(5);
    assertThat(seen).isEmpty();
  }
}
