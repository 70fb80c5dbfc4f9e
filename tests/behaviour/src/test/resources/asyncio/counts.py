import asyncio

async def counted():
    task = asyncio.current_task()
    for _ in range(2):
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            print("requests", task.cancelling())
    print("left", task.uncancel(), task.uncancel(), task.uncancel())
    await asyncio.sleep(0)
    print("goes on")

async def main():
    t = asyncio.create_task(counted())
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    t.cancel()
    await t
    print(t.cancelled())

asyncio.run(main())
