"""Twins of some of the lab's programs on asyncio, with the same sizes: dev.goro.lab.work has the originals.

Called with the program's name, the milliseconds of the warm-up and of a sample, and the number of samples.
Writes its samples as one line of JSON.
"""

import asyncio
import json
import resource
import sys
import time

CALLERS, REQUESTS, SERVICES = 100, 8, 3
PAGES, WORDS = 500, 300


def check(what, expected, found):
    if expected != found:
        sys.exit(f"{what} must be {expected}, but was {found}")


async def ask(service, number):
    await asyncio.sleep((2 + (number + service * 2) % 5) / 1000)
    return '{"value":' + str(number + service) + "}"


async def request(number):
    answers = await asyncio.gather(*(ask(service, number) for service in range(SERVICES)))
    return sum(int(text[text.index(":") + 1 : -1]) for text in answers)


async def microservice():
    latencies = []

    async def caller(first):
        total = 0
        for number in range(first, first + REQUESTS):
            begin = time.perf_counter_ns()
            total += await request(number)
            latencies.append(time.perf_counter_ns() - begin)
        return total

    totals = await asyncio.gather(*(caller(i * REQUESTS) for i in range(CALLERS)))
    n = CALLERS * REQUESTS
    check("the sum of all answers", SERVICES * n * (n - 1) // 2 + 3 * n, sum(totals))
    return latencies


async def fetch(page):
    await asyncio.sleep((1 + page * 7 % 4) / 1000)
    text = "<html><body>" + "".join(f"word{i * 31 + page} " for i in range(WORDS))
    for link in (4 * page + 1, 4 * page + 2, 4 * page + 3, 4 * page + 4, page // 3):
        if link < PAGES:
            text += f'<a href="/page/{link}"></a>'
    return text + "</body></html>"


def links(text):
    return [int(part[: part.index('"')]) for part in text.split('href="/page/')[1:]]


async def scraper():
    latencies = []
    done = asyncio.Queue()
    seen = set()
    running = set()

    async def scrape(page, begun):
        text = await fetch(page)
        await done.put((text.count("word"), links(text), begun))

    def visit(page):
        if page not in seen:
            seen.add(page)
            running.add(asyncio.ensure_future(scrape(page, time.perf_counter_ns())))

    visit(0)
    words = 0
    while len(latencies) < len(seen):
        count, found, begun = await done.get()
        latencies.append(time.perf_counter_ns() - begun)
        words += count
        for link in found:
            visit(link)
    check("the number of words", PAGES * WORDS, words)
    check("the number of pages", PAGES, len(latencies))
    return latencies


async def main(program, warmup, sample, count):
    begin = time.perf_counter()
    while time.perf_counter() - begin < warmup:
        await program()
    samples = {key: [] for key in ("THROUGHPUT", "MEDIAN_LATENCY", "TAIL_LATENCY", "CPU", "MEMORY")}
    for _ in range(count):
        latencies = []
        cpu, begin = time.process_time_ns(), time.perf_counter()
        while time.perf_counter() - begin < sample:
            latencies += await program()
        elapsed = time.perf_counter() - begin
        cpu = time.process_time_ns() - cpu
        latencies.sort()
        n = len(latencies)
        samples["THROUGHPUT"].append(n / elapsed)
        samples["MEDIAN_LATENCY"].append(latencies[n // 2])
        samples["TAIL_LATENCY"].append(latencies[n * 99 // 100])
        samples["CPU"].append(cpu / n)
    samples["MEMORY"].append(peak())
    print(json.dumps({"failure": "", "samples": samples}))


def peak():
    """The peak of the resident memory in bytes.

    On Linux getrusage counts what the process was before it became this program, too, and so the
    lab's own memory; the status does not.
    """
    try:
        with open("/proc/self/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # macOS tells it in bytes


PROGRAMS = {"microservice": microservice, "scraper": scraper}
asyncio.run(
    main(PROGRAMS[sys.argv[1]], int(sys.argv[2]) / 1000, int(sys.argv[3]) / 1000, int(sys.argv[4]))
)
