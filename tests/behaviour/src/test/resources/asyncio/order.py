import asyncio

async def step(name, times):
    for i in range(times):
        print(name, i)
        await asyncio.sleep(0)

async def waiter(name, future):
    print(name, "got", await future)

async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    a = asyncio.create_task(step("a", 3))
    b = asyncio.create_task(step("b", 2))
    w1 = asyncio.create_task(waiter("w1", future))
    loop.call_soon(print, "soon")
    w2 = asyncio.create_task(waiter("w2", future))
    future.add_done_callback(lambda f: print("callback", f.result()))
    loop.call_soon(future.set_result, "x")
    print("main goes on")
    await asyncio.gather(a, b, w1, w2)
    print("awaits what is done:", await future)
    loop.call_soon(print, "not before main waits")
    await a
    print("no turn was given")
    await asyncio.sleep(0)
    print("end")

asyncio.run(main())
