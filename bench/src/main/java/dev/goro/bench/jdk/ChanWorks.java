package dev.goro.bench.jdk;

import dev.goro.bench.twin.Works;

/** The suite {@code chan}: what needs neither {@code select} nor a channel that is closed. */
final class ChanWorks {
  private static final int LABOUR = 100;

  static final Works ALL =
      new Works()
          .add("MakeChanByte", _ -> new MakeChan<Byte>())
          .add("MakeChanInt", _ -> new MakeChan<Integer>())
          .add("MakeChanPtr", _ -> new MakeChan<byte[]>())
          .add("MakeChanStruct0", _ -> new MakeChan<Object>())
          .add("MakeChanStruct32", _ -> new MakeChan<Object>())
          .add("MakeChanStruct40", _ -> new MakeChan<Object>())
          .add("ChanNonblocking", _ -> VirtualThreads.parallel().work(SharedQueues::nonblocking))
          .add("ChanUncontended", _ -> VirtualThreads.parallel().work(SharedQueues::uncontended))
          .add("ChanContended", _ -> VirtualThreads.parallel().work(SharedQueues::contended))
          .add("ChanSync", ChanSync::new)
          .add("ChanSyncWork", ChanSync::new)
          .add("ChanProdCons0", capacity -> new ChanProdCons(capacity, 0))
          .add("ChanProdCons10", capacity -> new ChanProdCons(capacity, 0))
          .add("ChanProdCons100", capacity -> new ChanProdCons(capacity, 0))
          .add("ChanProdConsWork0", capacity -> new ChanProdCons(capacity, LABOUR))
          .add("ChanProdConsWork10", capacity -> new ChanProdCons(capacity, LABOUR))
          .add("ChanProdConsWork100", capacity -> new ChanProdCons(capacity, LABOUR))
          .add("ChanCreation", _ -> VirtualThreads.parallel().work(SharedQueues::creation))
          .add("ChanSem", _ -> VirtualThreads.parallel().work(SharedQueues::semaphore));

  private ChanWorks() {}
}
