import asyncio

async def left(name, cleanup):
    try:
        await asyncio.sleep(60)
    finally:
        await asyncio.sleep(0)
        print(name, cleanup)

async def main():
    a = asyncio.create_task(left("a", "is cleaned up"), name="a")
    b = asyncio.create_task(asyncio.sleep(60), name="b")
    await asyncio.sleep(0)
    print(sorted(t.get_name() for t in asyncio.all_tasks() - {asyncio.current_task()}))
    print("main ends")
    return "value"

print(asyncio.run(main()))

async def fails():
    asyncio.create_task(left("c", "after the failure"))
    await asyncio.sleep(0)
    raise ValueError("main failed")

try:
    asyncio.run(fails())
except ValueError as e:
    print(e)

async def cancels_itself():
    asyncio.current_task().cancel("main")
    await asyncio.sleep(0)

try:
    asyncio.run(cancels_itself())
except asyncio.CancelledError as e:
    print("cancelled", str(e))

async def future_rules():
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    try:
        f.result()
    except asyncio.InvalidStateError:
        print("no result yet")
    f.set_exception(ValueError("set"))
    try:
        f.set_result(1)
    except asyncio.InvalidStateError:
        print("ended already")
    print(f.exception(), f.cancel(), f.cancelled())
    f = loop.create_future()
    f.add_done_callback(lambda _: print("callback of a cancelled one"))
    gone = lambda _: print("never")
    f.add_done_callback(gone)
    print(f.remove_done_callback(gone))
    print(f.cancel("why"), f.cancelled())
    try:
        f.exception()
    except asyncio.CancelledError as e:
        print("cancelled", str(e))
    await asyncio.sleep(0)

asyncio.run(future_rules())
