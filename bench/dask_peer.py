"""Measures what partime's cluster is compared with: dask.distributed on this machine, with two workers of one thread each. Reads a measure and
its arguments from a line, writes the answer on a line. The cluster stays up between two questions. With in-process, its workers are threads, which start sooner."""
import subprocess
import sys
import time

from distributed import Client, LocalCluster


def nothing(value):
    return value


def chunk(start, end):
    return [nothing(task) for task in range(start, end)]


def per_task(client, tasks, size):
    """Seconds per task, each of which dask knows of; or in chunks, which it takes for tasks."""
    start = time.perf_counter()
    if size == 1:
        client.gather(client.map(nothing, range(tasks), pure=False))
    else:
        starts = range(0, tasks, size)
        client.gather(client.map(chunk, starts, [min(tasks, first + size) for first in starts], pure=False))
    return (time.perf_counter() - start) / tasks


def first_task(address):
    """Seconds from the start of a program to the result of its first task, on a cluster that is up."""
    program = f"import time\nfrom distributed import Client\nClient({address!r}).submit(int, 1).result()\nprint(time.time())"
    start = time.time()
    return float(subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout) - start


if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, processes="in-process" not in sys.argv) as cluster, Client(cluster) as client:
        for line in sys.stdin:
            name, *numbers = line.split()
            print(first_task(cluster.scheduler_address) if name == "first-task" else per_task(client, *map(int, numbers)), flush=True)
