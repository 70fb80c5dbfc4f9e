/** A program on the module path. */
module consumer.modular {
  requires dev.goro.core;
}
