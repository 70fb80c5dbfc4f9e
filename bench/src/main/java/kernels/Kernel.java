package kernels;

/** A computation of fixed size that is done again and again. */
public interface Kernel {
  /**
   * Does it once.
   *
   * @return a figure that tells whether it was done right
   */
  long compute();

  /**
   * What {@link #compute} returns if all is well.
   *
   * @return the figure
   */
  long expected();
}
