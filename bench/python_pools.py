"""What Python's process pools take, one answer per line: reads the name of a measure, writes the number.

Stays alive between two questions, so that whoever asks can do something else in between. The two pools that are measured warm
are made, and used once, when they are first asked for."""
import concurrent.futures
import functools
import multiprocessing
import sys
import time

WORKERS = 2
TASKS = 20_000
MANY_TASKS = 2_000_000
CHUNKS = (None, 1_000, 10_000, 100_000)
SUMS = 20_000


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
    """The time of a run over what no sharing out could have beaten, as partime's run_s / ideal_s."""
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


def executor_map():
    """Seconds per task."""
    executor = warm_executor()
    return seconds(lambda: list(executor.map(nothing, range(TASKS), chunksize=1))) / TASKS


def pool_map():
    """Seconds per task with the chunks that are fastest on this machine at this moment; None is Pool.map's own rule."""
    pool = warm_pool()
    return min(seconds(lambda: pool.map(nothing, range(MANY_TASKS), chunksize=size)) for size in CHUNKS) / MANY_TASKS


def executor_sums():
    executor = warm_executor()
    return over_ideal(lambda: list(executor.map(timed_sum_of_squares, range(SUMS))))


def pool_sums():
    pool = warm_pool()
    return over_ideal(lambda: pool.map(timed_sum_of_squares, range(SUMS)))


def whole_pool(method):
    with concurrent.futures.ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context(method)) as pool:
        list(pool.map(nothing, range(WORKERS)))


def one_process(method):
    process = multiprocessing.get_context(method).Process(target=nothing, args=(1,))
    process.start()
    process.join()


MEASURES = {
    "executor-map": executor_map,
    "pool-map": pool_map,
    "executor-sums": executor_sums,
    "pool-sums": pool_sums,
    "whole-pool": lambda method: seconds(lambda: whole_pool(method)),
    "one-process": lambda method: seconds(lambda: one_process(method)),
}

if __name__ == "__main__":
    for line in sys.stdin:
        name, *method = line.split()
        print(MEASURES[name](*method), flush=True)
