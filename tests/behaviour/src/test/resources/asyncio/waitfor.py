import asyncio

async def slow_to_end(refuse):
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        print("is cancelled")
        await asyncio.sleep(0.01)
        print("has cleaned up")
        if refuse:
            return "a value nevertheless"
        raise

async def quick():
    await asyncio.sleep(0)
    return "quick"

async def bad():
    raise ValueError("bad")

async def show(name, awaitable):
    try:
        print(name, "->", await awaitable)
    except asyncio.TimeoutError:
        print(name, "-> timeout")
    except ValueError as e:
        print(name, "->", e)
    except asyncio.CancelledError:
        print(name, "-> cancelled")

async def main():
    def start(coro):
        return asyncio.create_task(coro)

    await show("quick", asyncio.wait_for(start(quick()), 60))
    await show("bad", asyncio.wait_for(start(bad()), 60))
    t = start(slow_to_end(False))
    await show("slow", asyncio.wait_for(t, 0.01))
    print(t.cancelled())
    t = start(slow_to_end(False))
    await asyncio.sleep(0)
    await show("zero", asyncio.wait_for(t, 0))
    done = start(quick())
    await done
    await show("zero, done", asyncio.wait_for(done, 0))

    t = start(slow_to_end(False))
    outer = start(show("outer", asyncio.wait_for(t, 60)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    outer.cancel()
    await outer
    print(t.cancelled())

asyncio.run(main())
