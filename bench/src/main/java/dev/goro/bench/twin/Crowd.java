package dev.goro.bench.twin;

/** Many goroutines, or threads, that wait for one gate. */
public interface Crowd {
  /**
   * Starts them and returns when the last of them is about to wait.
   *
   * @param count how many
   * @throws Exception if that went wrong
   */
  void start(int count) throws Exception;

  /**
   * Opens the gate and returns when the last of them is about to end.
   *
   * @throws WrongResultException if one did not wait, or was not woken
   * @throws Exception if that went wrong otherwise
   */
  void wake() throws Exception;
}
