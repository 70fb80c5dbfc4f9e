import asyncio

gate = None

async def work():
    global gate
    gate = asyncio.get_running_loop().create_future()
    await gate
    print("work is done")
    return "result"

async def client(task):
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        print("the client is cancelled")
        raise

async def main():
    task = asyncio.create_task(work())
    c = asyncio.create_task(client(task))
    await asyncio.sleep(0)
    c.cancel()
    try:
        await c
    except asyncio.CancelledError:
        print(c.cancelled(), task.done())
    gate.set_result(None)
    print(await task)

    task = asyncio.create_task(work())
    s = asyncio.shield(task)
    task.cancel("inside")
    try:
        await s
    except asyncio.CancelledError:
        print("what is cancelled inside is cancelled:", s.cancelled())

    async def bad():
        raise ValueError("bad")

    try:
        await asyncio.shield(asyncio.create_task(bad()))
    except ValueError as e:
        print(e)

    try:
        await asyncio.wait_for(asyncio.shield(t := asyncio.create_task(work())), 0.001)
    except asyncio.TimeoutError:
        print("timeout", t.cancelled())
    gate.set_result(None)
    print(await t)

asyncio.run(main())
