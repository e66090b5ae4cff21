"""What Python's process pools take, one answer per line: reads the name of a measure, writes the number.

Stays alive between two questions, so that whoever asks can do something else in between. Pools that are measured warm are
made, and used once, before the first answer."""
import concurrent.futures
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


def whole_pool(method):
    with concurrent.futures.ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context(method)) as pool:
        list(pool.map(nothing, range(WORKERS)))


def one_process(method):
    process = multiprocessing.get_context(method).Process(target=nothing, args=(1,))
    process.start()
    process.join()


def main():
    fork = multiprocessing.get_context("fork")
    with fork.Pool(WORKERS) as pool, concurrent.futures.ProcessPoolExecutor(WORKERS, mp_context=fork) as executor:
        pool.map(nothing, range(4 * WORKERS))
        list(executor.map(nothing, range(4 * WORKERS)))
        measures = {
            # Seconds per task. Pool.map takes its fastest chunks of this machine and this moment; None is its own rule.
            "executor-map": lambda: seconds(lambda: list(executor.map(nothing, range(TASKS), chunksize=1))) / TASKS,
            "pool-map": lambda: min(seconds(lambda: pool.map(nothing, range(MANY_TASKS), chunksize=size)) for size in CHUNKS) / MANY_TASKS,
            # Run time over ideal time.
            "executor-sums": lambda: over_ideal(lambda: list(executor.map(timed_sum_of_squares, range(SUMS)))),
            "pool-sums": lambda: over_ideal(lambda: pool.map(timed_sum_of_squares, range(SUMS))),
        }
        # Seconds.
        for method in ("fork", "forkserver", "spawn"):
            measures[f"whole-pool {method}"] = lambda method=method: seconds(lambda: whole_pool(method))
            measures[f"one-process {method}"] = lambda method=method: seconds(lambda: one_process(method))
        for line in sys.stdin:
            print(measures[line.strip()](), flush=True)


if __name__ == "__main__":
    main()
