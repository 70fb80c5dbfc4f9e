import asyncio

loop = asyncio.new_event_loop()

def first():
    print("first")
    loop.call_soon(print, "asked for by the first")
    loop.stop()

loop.call_soon(first)
loop.call_soon(print, "second")
loop.run_forever()
print("stopped")
loop.stop()
loop.run_forever()
print("stopped before it ran")

async def never_ends():
    try:
        await loop.create_future()
    except asyncio.CancelledError:
        print("it is cancelled")
        raise

task = loop.create_task(never_ends())
loop.call_soon(loop.stop)
try:
    loop.run_until_complete(task)
except RuntimeError:
    print("stopped too early", task.done())

async def value():
    await asyncio.sleep(0)
    return 42

print(loop.run_until_complete(value()))
print(task.done())
task.cancel()
try:
    loop.run_until_complete(task)
except asyncio.CancelledError:
    print("cancelled")

async def closes_it():
    try:
        loop.close()
    except RuntimeError:
        print("it runs, and cannot be closed")

loop.run_until_complete(closes_it())
loop.close()
loop.close()
try:
    loop.call_soon(print, "never")
except RuntimeError:
    print("closed", loop.is_closed())
