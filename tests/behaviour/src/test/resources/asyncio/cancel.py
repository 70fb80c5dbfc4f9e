import asyncio

async def cleans_up():
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError as e:
        print("cancelled:", str(e))
        raise
    finally:
        await asyncio.sleep(0)
        print("cleaned up")

async def refuses():
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        print("refuses")
    await asyncio.sleep(0)
    return "stayed"

async def never():
    print("never printed")

async def cancels_itself():
    asyncio.current_task().cancel("by itself")
    print("goes on until it waits")
    await asyncio.sleep(0)
    print("never printed")

async def cancels_itself_and_ends():
    asyncio.current_task().cancel()
    return 1

async def awaits(task):
    try:
        return await task
    except asyncio.CancelledError:
        print("the awaiting one too")
        raise

async def fails():
    try:
        await asyncio.sleep(60)
    finally:
        raise ValueError("instead")

async def show(name, task):
    try:
        print(name, "->", await task)
    except asyncio.CancelledError as e:
        print(name, "-> cancelled", str(e), task.cancelled())
    except Exception as e:
        print(name, "->", str(e))

async def main():
    t = asyncio.create_task(cleans_up())
    await asyncio.sleep(0)
    print(t.cancel("enough"), t.cancelled(), t.done())
    await show("cleans up", t)
    print(t.cancel(), t.cancelled())

    t = asyncio.create_task(refuses())
    await asyncio.sleep(0)
    t.cancel()
    await show("refuses", t)

    t = asyncio.create_task(never())
    t.cancel()
    await show("never", t)

    await show("cancels itself", asyncio.create_task(cancels_itself()))
    await show("cancels itself and ends", asyncio.create_task(cancels_itself_and_ends()))

    inner = asyncio.create_task(cleans_up())
    outer = asyncio.create_task(awaits(inner))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    outer.cancel("both")
    await show("outer", outer)
    print("inner", inner.cancelled())

    inner = asyncio.create_task(refuses())
    outer = asyncio.create_task(awaits(inner))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    outer.cancel()
    await show("the inner one refuses", outer)

    inner = asyncio.create_task(cleans_up())
    outer = asyncio.create_task(awaits(inner))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    inner.cancel("inner alone")
    await show("the inner one is cancelled", outer)

    t = asyncio.create_task(fails())
    await asyncio.sleep(0)
    t.cancel()
    await show("fails", t)

    future = asyncio.get_running_loop().create_future()
    t = asyncio.create_task(awaits(future))
    await asyncio.sleep(0)
    future.set_result("lost")
    t.cancel("after the result")
    await show("a result that came first", t)

asyncio.run(main())
