"""Print the nanoseconds of a switch between tasks of asyncio: `in_python.py <tasks> <times>`."""

import asyncio
import sys
import time


async def waits(times):
    for _ in range(times):
        await asyncio.sleep(0)


async def main(tasks, times):
    start = time.perf_counter_ns()
    await asyncio.gather(*(waits(times) for _ in range(tasks)))
    print((time.perf_counter_ns() - start) / (tasks * times))


asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
