package dev.goro.bench.goro;

import dev.goro.bench.twin.Works;

/** The suite {@code chan}. */
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
          .add("ChanNonblocking", _ -> Goroutines.parallel().work(SharedChannels::nonblocking))
          .add("SelectUncontended", _ -> Goroutines.parallel().work(SharedSelects::uncontended))
          .add("SelectSyncContended", _ -> new SelectSyncContended())
          .add(
              "SelectAsyncContended",
              _ -> Goroutines.parallel().work(SharedSelects::asyncContended))
          .add("SelectNonblock", _ -> Goroutines.parallel().work(SharedSelects::nonblock))
          .add("ChanUncontended", _ -> Goroutines.parallel().work(SharedChannels::uncontended))
          .add("ChanContended", _ -> Goroutines.parallel().work(SharedChannels::contended))
          .add("ChanSync", ChanSync::new)
          .add("ChanSyncWork", ChanSync::new)
          .add("ChanProdCons0", capacity -> new ChanProdCons(capacity, 0))
          .add("ChanProdCons10", capacity -> new ChanProdCons(capacity, 0))
          .add("ChanProdCons100", capacity -> new ChanProdCons(capacity, 0))
          .add("ChanProdConsWork0", capacity -> new ChanProdCons(capacity, LABOUR))
          .add("ChanProdConsWork10", capacity -> new ChanProdCons(capacity, LABOUR))
          .add("ChanProdConsWork100", capacity -> new ChanProdCons(capacity, LABOUR))
          .add("SelectProdCons", capacity -> new SelectProdCons(capacity, LABOUR))
          .add("ReceiveDataFromClosedChan", _ -> new ReceiveClosed())
          .add("ChanCreation", _ -> Goroutines.parallel().work(SharedChannels::creation))
          .add("ChanSem", _ -> Goroutines.parallel().work(SharedChannels::semaphore))
          .add("ChanPopular", ChanPopular::new)
          .add("ChanClosed", _ -> Goroutines.parallel().work(SharedChannels::closed));

  private ChanWorks() {}
}
