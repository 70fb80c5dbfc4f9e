import asyncio

async def after(delay, value):
    await asyncio.sleep(delay)
    if isinstance(value, Exception):
        raise value
    return value

def names(tasks):
    return sorted(t.get_name() for t in tasks)

async def main():
    def start(name, delay, value=None):
        return asyncio.create_task(after(delay, value), name=name)

    done, pending = await asyncio.wait([start("a", 0.01), start("b", 60)], return_when=asyncio.FIRST_COMPLETED)
    print(names(done), names(pending))
    (b,) = pending
    print(b.done())
    b.cancel()

    done, pending = await asyncio.wait(
        [start("a", 0), start("b", 0.01, ValueError()), start("c", 60)], return_when=asyncio.FIRST_EXCEPTION)
    print(names(done), names(pending))
    for t in done:
        t.exception()

    done, pending = await asyncio.wait([start("a", 0), start("b", 0.01)])
    print(names(done), names(pending))

    a = start("a", 0)
    await a
    done, pending = await asyncio.wait([a, start("b", 60)], timeout=0.01)
    print(names(done), names(pending))

    done, pending = await asyncio.wait([start("a", 60)], timeout=0)
    print(names(done), names(pending))
    (a,) = pending

    async def cancelled():
        await asyncio.wait([a])

    t = asyncio.create_task(cancelled())
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("the wait is cancelled, what it waits for is not:", a.done())

    async def following(task, value):
        await asyncio.wait([task])
        return value

    z = start("z", 0, ValueError("z"))
    y = asyncio.create_task(following(z, "y"))
    x = asyncio.create_task(following(y, "x"))
    for f in asyncio.as_completed([x, y, z]):
        try:
            print(await f)
        except ValueError as e:
            print("failed", e)

asyncio.run(main())
