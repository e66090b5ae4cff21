"""Measures what partime is compared with in Python: reads a measure and its arguments from a line, writes the number on a line.

It stays alive between two questions, so that the bench can measure partime in between. The two pools that are measured warm are made, and
used once, at the first question about them."""
import asyncio
import concurrent.futures
import csv
import functools
import importlib.util
import itertools
import multiprocessing
import os
import sys
import threading
import time

WORKERS = 2
CHUNKS = (None, 1_000, 10_000, 100_000)
ROWS = 200_000


def nothing(value):
    return value


def timed_sum_of_squares(number):
    """The time that the task itself took."""
    start = time.perf_counter()
    total = 0
    for i in range(number):
        total += i * i
    return time.perf_counter() - start


def seconds(action):
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def over_ideal(run):
    """The time of a run divided by the lower bound for any schedule, as partime's run_s / ideal_s."""
    start = time.perf_counter()
    tasks = run()
    return (time.perf_counter() - start) / max(sum(tasks) / WORKERS, max(tasks))


@functools.cache
def warm_executor():
    executor = concurrent.futures.ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("fork"))
    list(executor.map(nothing, range(4 * WORKERS)))
    return executor


@functools.cache
def warm_pool():
    pool = multiprocessing.get_context("fork").Pool(WORKERS)
    pool.map(nothing, range(4 * WORKERS))
    return pool


def executor_map(tasks):
    """Seconds per task."""
    executor = warm_executor()
    return seconds(lambda: list(executor.map(nothing, range(int(tasks)), chunksize=1))) / int(tasks)


def pool_map(tasks):
    """Seconds per task with the chunks that are fastest on this machine at this moment; None is Pool.map's own rule."""
    pool = warm_pool()
    return min(seconds(lambda: pool.map(nothing, range(int(tasks)), chunksize=size)) for size in CHUNKS) / int(tasks)


def executor_sums(tasks):
    executor = warm_executor()
    return over_ideal(lambda: list(executor.map(timed_sum_of_squares, range(int(tasks)))))


def pool_sums(tasks):
    pool = warm_pool()
    return over_ideal(lambda: pool.map(timed_sum_of_squares, range(int(tasks))))


def thread_map(tasks):
    """Seconds per task."""
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as executor:
        return seconds(lambda: list(executor.map(nothing, range(int(tasks))))) / int(tasks)


@functools.cache
def warm_joblib():
    from joblib import Parallel, delayed

    run = lambda tasks: Parallel(n_jobs=WORKERS)(delayed(nothing)(task) for task in range(tasks))
    run(4 * WORKERS)
    return run


def joblib_map(tasks):
    """Seconds per task, in batches as joblib chooses them."""
    run = warm_joblib()
    return seconds(lambda: run(int(tasks))) / int(tasks)


def busy(length):
    end = time.perf_counter() + length
    while time.perf_counter() < end:
        pass


def executor_busy(tasks, length):
    """Seconds per task that takes so long."""
    executor = warm_executor()
    return seconds(lambda: list(executor.map(busy, itertools.repeat(float(length), int(tasks)), chunksize=1))) / int(tasks)


def spawn(program, times):
    """Seconds per program that is started and awaited."""

    def run():
        for _ in range(int(times)):
            os.waitpid(os.posix_spawnp(program, [program], os.environ), 0)

    return seconds(run) / int(times)


def fetch_by_requests(url, tasks, at_once):
    """Seconds per request, from as many threads as requests are under way; each has a connection that stays."""
    import requests

    here = threading.local()

    def fetch(_):
        if not hasattr(here, "session"):
            here.session = requests.Session()
        here.session.get(url).content

    with concurrent.futures.ThreadPoolExecutor(int(at_once)) as executor:
        list(executor.map(fetch, range(int(at_once))))
        return seconds(lambda: list(executor.map(fetch, range(int(tasks))))) / int(tasks)


def fetch_by_aiohttp(url, tasks, at_once):
    """Seconds per request."""
    import aiohttp

    async def run():
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=int(at_once))) as session:
            left = iter(range(int(tasks)))

            async def pump():
                for _ in left:
                    async with session.get(url) as response:
                        await response.read()

            await asyncio.gather(*(pump() for _ in range(int(at_once))))

    return seconds(lambda: asyncio.run(run())) / int(tasks)


def write_bytes(path, rows):
    """Seconds per row to write the same bytes once more, as one block."""
    with open(path, "rb") as file:
        content = file.read()

    def write():
        with open(path + ".bytes", "wb") as file:
            file.write(content)

    return seconds(write) / int(rows)


def whole_pool(method):
    with concurrent.futures.ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context(method)) as pool:
        list(pool.map(nothing, range(WORKERS)))


def one_process(method):
    process = multiprocessing.get_context(method).Process(target=nothing, args=(1,))
    process.start()
    process.join()


def number(text):
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text


@functools.cache
def rows_of(path, convert):
    with open(path, newline="") as file:
        return [[convert(field) for field in row] for row in itertools.islice(csv.reader(file), ROWS)]


def write_rows(path, convert):
    """Seconds per row for csv.writer with rows that are in memory."""
    rows = rows_of(path, convert)
    start = time.perf_counter()
    with open(path + ".py", "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return (time.perf_counter() - start) / len(rows)


MEASURES = {
    "executor-map": executor_map,
    "pool-map": pool_map,
    "thread-map": thread_map,
    "joblib-map": joblib_map,
    "executor-busy": executor_busy,
    "executor-sums": executor_sums,
    "pool-sums": pool_sums,
    "whole-pool": lambda method: seconds(lambda: whole_pool(method)),
    "one-process": lambda method: seconds(lambda: one_process(method)),
    "write-numbers": lambda path: write_rows(path, number),
    "write-text": lambda path: write_rows(path, str),
    "write-bytes": write_bytes,
    "spawn": spawn,
    "requests": fetch_by_requests,
    "aiohttp": fetch_by_aiohttp,
    "has": lambda package: int(importlib.util.find_spec(package) is not None),
}

if __name__ == "__main__":
    for line in sys.stdin:
        name, *arguments = line.split()
        print(MEASURES[name](*arguments), flush=True)
