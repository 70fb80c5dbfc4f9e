import asyncio

async def after(delay, value):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print(value, "cancelled")
        raise
    if isinstance(value, Exception):
        raise value
    print(value)
    return value

gate = None

async def gated(value):
    global gate
    gate = asyncio.get_running_loop().create_future()
    await gate
    print(value)
    return value

def open_gate():
    gate.set_result(None)

async def main():
    def start(delay, value):
        return asyncio.create_task(after(delay, value))

    async def turns(n, value):
        for _ in range(n):
            await asyncio.sleep(0)
        print(value)
        return value

    print(await asyncio.gather(turns(3, "c"), turns(1, "a"), turns(2, "b")))
    print(await asyncio.gather())

    slow = asyncio.create_task(gated("slow"))
    try:
        await asyncio.gather(start(0.01, ValueError("first")), slow, start(0.012, ValueError("second")))
    except ValueError as e:
        print("failed:", e, slow.done())
    open_gate()
    print(await slow)

    cancelled = start(1, "x")
    asyncio.get_running_loop().call_soon(cancelled.cancel, "one of them")
    results = await asyncio.gather(start(0.01, "ok"), start(0, ValueError("bad")), cancelled, return_exceptions=True)
    print([type(r).__name__ if isinstance(r, BaseException) else r for r in results])

    cancelled = start(1, "x")
    asyncio.get_running_loop().call_soon(cancelled.cancel)
    other = asyncio.create_task(gated("other"))
    g = asyncio.gather(other, cancelled)
    try:
        await g
    except asyncio.CancelledError:
        print("a child was cancelled, the gather was not:", g.cancelled())
    open_gate()
    await other

    g = asyncio.gather(start(60, "p"), start(60, "q"))
    await asyncio.sleep(0)
    print(g.cancel(), g.done())
    try:
        await g
    except asyncio.CancelledError:
        print("cancelled all")

    one = start(0, "once")
    print(await asyncio.gather(one, one))

asyncio.run(main())
