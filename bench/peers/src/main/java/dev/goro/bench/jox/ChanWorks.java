package dev.goro.bench.jox;

import dev.goro.bench.twin.Works;

/** The suite {@code chan}: all but what needs a timer. */
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
          .add("ChanNonblocking", _ -> Threads.parallel().work(SharedChannels::nonblocking))
          .add("SelectUncontended", _ -> Threads.parallel().work(SharedSelects::uncontended))
          .add("SelectSyncContended", _ -> new SelectSyncContended())
          .add("SelectAsyncContended", _ -> Threads.parallel().work(SharedSelects::asyncContended))
          .add("SelectNonblock", _ -> Threads.parallel().work(SharedSelects::nonblock))
          .add("ChanUncontended", _ -> Threads.parallel().work(SharedChannels::uncontended))
          .add("ChanContended", _ -> Threads.parallel().work(SharedChannels::contended))
          .add("ChanSync", ChanSync::new)
          .add("ChanSyncWork", ChanSync::new)
          .add("ChanProdCons0", capacity -> new ChanProdCons(capacity, 0))
          .add("ChanProdCons10", capacity -> new ChanProdCons(capacity, 0))
          .add("ChanProdCons100", capacity -> new ChanProdCons(capacity, 0))
          .add("ChanProdConsWork0", capacity -> new ChanProdCons(capacity, LABOUR))
          .add("ChanProdConsWork10", capacity -> new ChanProdCons(capacity, LABOUR))
          .add("ChanProdConsWork100", capacity -> new ChanProdCons(capacity, LABOUR))
          .add("ReceiveDataFromClosedChan", _ -> new ReceiveClosed())
          .add("ChanCreation", _ -> Threads.parallel().work(SharedChannels::creation))
          .add("ChanSem", _ -> Threads.parallel().work(SharedChannels::semaphore))
          .add("ChanPopular", ChanPopular::new)
          .add("ChanClosed", _ -> Threads.parallel().work(SharedChannels::closed));

  private ChanWorks() {}
}
