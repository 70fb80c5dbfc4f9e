package dev.goro.runtime.sched;

/** Why a goroutine is parked, in Go's words: what stands in brackets in a dump. */
public enum WaitReason {
  NONE(""),
  CHAN_RECEIVE("chan receive"),
  CHAN_SEND("chan send"),
  SELECT("select"),
  SELECT_NO_CASES("select (no cases)"),
  SLEEP("sleep"),
  MUTEX("sync.Mutex.Lock"),
  RW_MUTEX_READ("sync.RWMutex.RLock"),
  RW_MUTEX_WRITE("sync.RWMutex.Lock"),
  COND("sync.Cond.Wait"),
  WAIT_GROUP("sync.WaitGroup.Wait"),
  SEMAPHORE("semaphore.Acquire"),
  ERR_GROUP_GO("errgroup.Go"),
  ERR_GROUP_WAIT("errgroup.Wait"),
  SINGLE_FLIGHT("singleflight.Do"),
  LOOP_AWAIT("event loop: await"),
  COROUTINE("coroutine");

  private final String text;

  WaitReason(String text) {
    this.text = text;
  }

  /** Go's words. */
  public String text() {
    return text;
  }
}
