import asyncio

async def main():
    task = asyncio.current_task()
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(60)
    except TimeoutError:
        print("over", task.cancelling())

    async with asyncio.timeout(60):
        await asyncio.sleep(0)
        print("in time")

    try:
        async with asyncio.timeout(0.01):
            try:
                async with asyncio.timeout(60):
                    await asyncio.sleep(60)
            except TimeoutError:
                print("never printed")
    except TimeoutError:
        print("the outer one", task.cancelling())

    try:
        async with asyncio.timeout(60):
            try:
                async with asyncio.timeout(0.01):
                    await asyncio.sleep(60)
            except TimeoutError:
                print("the inner one")
            await asyncio.sleep(0)
            print("the outer one goes on")
    except TimeoutError:
        print("never printed")

    try:
        async with asyncio.timeout(0):
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            print("never printed")
    except TimeoutError:
        print("zero")

    try:
        async with asyncio.timeout(0.01):
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                raise ValueError("instead")
    except ValueError as e:
        print(e, task.cancelling())

    async with asyncio.timeout(0.01):
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            print("refused", task.cancelling())
    print("none left", task.cancelling())

    async def cancelled_from_outside():
        try:
            async with asyncio.timeout(60):
                await asyncio.sleep(60)
        except TimeoutError:
            print("never printed")

    t = asyncio.create_task(cancelled_from_outside())
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled, and no timeout")

asyncio.run(main())
