package dev.waymark.kit.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Pods, and programs in them. Safe for use by many threads. */
interface Pods {
  /**
   * A ready Pod of a workload; the same one as long as it is there.
   *
   * @param label a label of its Pods
   * @param value of the label
   */
  Optional<RunningPod> ready(String namespace, String label, String value);

  /**
   * Runs a command in the first container of a Pod, and waits for its end.
   *
   * @throws InterruptedException when the run was cancelled meanwhile
   */
  Output run(RunningPod pod, List<String> command, Duration timeout) throws InterruptedException;

  /** A Pod that is ready. */
  record RunningPod(String namespace, String name, String container, String address) {}

  /** What a command printed, to either of its outputs, before it ended or its time was over. */
  record Output(boolean ended, String text) {}
}
