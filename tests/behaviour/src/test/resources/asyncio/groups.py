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

async def main():
    async with asyncio.TaskGroup() as g:
        a = g.create_task(after(0.01, "a"))
        b = g.create_task(after(0, "b"))
        print("body ends")
    print(a.result(), b.result())

    try:
        async with asyncio.TaskGroup() as g:
            g.create_task(after(60, "c"))
            g.create_task(after(0.01, ValueError("bad")))
            print("waits")
            await asyncio.sleep(60)
            print("never printed")
    except* ValueError as e:
        print("failed:", e.exceptions[0], asyncio.current_task().cancelling())

    try:
        async with asyncio.TaskGroup() as g:
            g.create_task(after(60, "d"))
            await asyncio.sleep(0)
            raise KeyError("body")
    except* KeyError as e:
        print("the body failed:", e.exceptions[0].args[0])

    async def parent():
        async with asyncio.TaskGroup() as g:
            g.create_task(after(60, "e"))

    t = asyncio.create_task(parent())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("the parent is cancelled:", t.cancelled())

    async with asyncio.TaskGroup() as g:
        t = g.create_task(after(60, "g"))
        await asyncio.sleep(0)
        t.cancel()
    print("a cancelled child is no failure")

    async def more(group):
        await asyncio.sleep(0)
        group.create_task(after(0, "added late"))

    async with asyncio.TaskGroup() as g:
        g.create_task(more(g))
    try:
        c = after(0, "never")
        g.create_task(c)
    except RuntimeError:
        c.close()
        print("the group is over")

    async def both():
        async with asyncio.TaskGroup() as g:
            g.create_task(after(0, ValueError("one")))
            g.create_task(after(0, ValueError("two")))

    try:
        await both()
    except* ValueError as e:
        print([str(x) for x in e.exceptions])

asyncio.run(main())
