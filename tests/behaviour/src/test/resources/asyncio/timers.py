import asyncio

async def main():
    loop = asyncio.get_running_loop()
    now = loop.time()
    loop.call_at(now + 0.02, print, "third")
    loop.call_at(now + 0.01, print, "first")
    never = loop.call_at(now + 0.015, print, "never")
    loop.call_at(now + 0.016, print, "second")
    loop.call_soon(print, "soon")
    loop.call_later(0, print, "later than soon")
    never.cancel()
    print(never.cancelled())
    await asyncio.sleep(0.05)

    now = loop.time()
    for delay in (30, 10, 20):
        loop.call_at(now + delay / 1000, print, delay)
    while loop.time() < now + 0.04:
        pass
    print("all are due, and come in their order")
    await asyncio.sleep(0.01)

asyncio.run(main())
