"""Recomputes every statistic of a summary CSV from the runs CSV, with nothing but Python's own libraries and the formulas of
docs/csv.md, and says what differs. The baseline is threads with two workers. Usage: recompute_summary.py runs.csv summary.csv"""
import csv
import math
import re
import statistics
import sys

BASELINE = ("threads", "2")


def incomplete_beta(a, b, x):
    """The regularized incomplete beta function, by its continued fraction (modified Lentz)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)) / a
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > tiny else tiny)
    value = d
    for m in range(1, 1000):
        for numerator in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                          -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d, c = 1 + numerator * d, 1 + numerator / c
            d = 1 / (d if abs(d) > tiny else tiny)
            c = c if abs(c) > tiny else tiny
            value *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return front * value


def student_t(freedom, probability):
    """The quantile of Student's distribution above the middle, by bisection."""
    low, high = 0.0, 1e4
    for _ in range(200):
        t = (low + high) / 2
        below = 1 - incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t)) / 2
        low, high = (t, high) if below < probability else (low, t)
    return (low + high) / 2


def median_with_interval(numbers):
    n, middle = len(numbers), statistics.median(numbers)
    if n < 3:
        return middle, None, None
    logs, shape = sorted(map(math.log, numbers)), (n + 1) / 2
    edges = [incomplete_beta(shape, shape, i / n) for i in range(n + 1)]
    weights = [above - below for below, above in zip(edges, edges[1:])]
    center = sum(w * x for w, x in zip(weights, logs))
    error = math.sqrt(sum(w * (x - center) ** 2 for w, x in zip(weights, logs)))
    reach = student_t(n - 1, 0.975) * error
    return middle, middle * math.exp(-reach), middle * math.exp(reach)


def wall(run):
    return float(run["wall_s"])


def speedup(own, other):
    """The median of the ratios of rounds that both have."""
    others = {(run["session"], run["round"]): wall(run) for run in other}
    return [others[run["session"], run["round"]] / wall(run) for run in own if (run["session"], run["round"]) in others]


def seconds(run, name):
    return float(run[name] or 0)


def in_tasks(run):
    return sum(seconds(run, name) for name in ("useful_s", "loss_contention_s", "loss_cpu_wait_s", "loss_gc_s"))


def cpu_wait(run):
    """Waits between tasks are left out in proportion to time."""
    tasks = in_tasks(run)
    return tasks and seconds(run, "cpu_wait_s") * tasks / (tasks + seconds(run, "loss_retries_s") + seconds(run, "loss_dispatch_s"))


def losses(run, serial):
    """Splits up the time in tasks of a run by comparison with the serial run of its round."""
    values = {name: float(run[name]) if run[name] else None for name in run if name.startswith("loss_")}
    tasks, work = in_tasks(run), in_tasks(serial)
    values["useful_s"], excess = min(tasks, work), max(0, tasks - work)
    wait = min(max(cpu_wait(run) - cpu_wait(serial), 0), excess)
    values["loss_cpu_wait_s"] = wait if run["cpu_wait_s"] else None
    values["loss_gc_s"] = gc = min(max(seconds(run, "gc_wait_s") - seconds(serial, "gc_wait_s"), 0), excess - wait)
    values["loss_contention_s"] = excess - wait - gc
    capacity = wall(run) * int(run["workers"])
    total = values["useful_s"] + sum(value or 0 for name, value in values.items() if name.startswith("loss_"))
    assert math.isclose(total, capacity, rel_tol=1e-9), f"the parts add up to {total}, and not to {capacity}"
    balance, dispatch = float(run["efficiency_load_balance"]), float(run["efficiency_dispatch"])
    return values | {"efficiency_load_balance": balance, "efficiency_dispatch": dispatch,
                     "efficiency_scalability": work / capacity / balance / dispatch, "efficiency_global": work / capacity}


def expected(own, all_runs):
    times = [wall(run) for run in own]
    n, workers = len(times), int(own[0]["workers"])
    values = {"rounds": n, "wall_mean_s": statistics.fmean(times), "wall_min_s": min(times), "wall_max_s": max(times)}
    values["wall_median_s"], values["wall_median_low_s"], values["wall_median_high_s"] = median_with_interval(times)
    q1, _, q3 = statistics.quantiles(times, n=4, method="inclusive") if n > 1 else (None, None, None)
    values |= {"wall_sd_s": statistics.stdev(times) if n > 1 else None, "wall_q1_s": q1, "wall_q3_s": q3}
    typical = sorted(own, key=wall)[(n - 1) // 2]
    values |= {name: float(typical[name]) for name in ("startup_s", "run_s", "shutdown_s")}
    serials = [run for run in all_runs if run["executor"] == "serial" and run["round"] == typical["round"]]
    values |= losses(typical, ([run for run in serials if run["chunk_size"] == typical["chunk_size"]] or serials)[0])
    middle = values["wall_median_s"]
    far = [run for run in own if n >= 5 and not q1 - 3 * (q3 - q1) <= wall(run) <= q3 + 3 * (q3 - q1) and abs(wall(run) - middle) > 0.1 * middle]
    values["outliers"] = len(far)
    values["outlier_rounds"] = "; ".join(f"round {run['round']}" for run in far)

    executors = {}
    for run in all_runs:
        executors.setdefault((run["executor"], run["workers"], run["chunk_size"]), []).append(run)
    chunk = own[0]["chunk_size"]
    for name, executor, with_workers in (("", "serial", "1"), ("_over_one", own[0]["executor"], "1"), ("_over_baseline", *BASELINE)):
        # The one with the same chunks, and without any the first of them.
        sizes = [size for candidate, count, size in executors if (candidate, count) == (executor, with_workers)]
        other = executors[executor, with_workers, chunk if chunk in sizes else sizes[0]] if sizes else []
        ratios = speedup(own, other)
        ends = median_with_interval(ratios) if ratios else (None, None, None)
        values[f"speedup{name}_rounds"] = len(ratios) or None
        for end, value in zip(("", "_low", "_high"), ends):
            values[f"speedup{name}{end}"] = value
            if name != "_over_baseline":
                values[f"efficiency{name}{end}"] = value and value / workers
    for name, is_itself in (("", own[0]["executor"] == "serial"), ("_over_one", workers == 1), ("_over_baseline", (own[0]["executor"], own[0]["workers"]) == BASELINE)):
        low, high = values[f"speedup{name}_low"], values[f"speedup{name}_high"]
        values[f"claim{name}"] = "" if values[f"speedup{name}"] is None or is_itself else \
            "faster" if low and low > 1.01 else "slower" if high and high < 1 / 1.01 else "no difference shown"
    return values


def main(runs_path, summary_path):
    runs = [run for run in csv.DictReader(open(runs_path, encoding="utf-8", newline=""))
            if run["phase"] == "measure" and run["status"] in ("ok", "failed")]
    rows = list(csv.DictReader(open(summary_path, encoding="utf-8", newline="")))
    configuration = "executor", "workers", "chunk_size"
    assert {tuple(run[name] for name in configuration) for run in runs} == {tuple(row[name] for name in configuration) for row in rows}
    checked = 0
    for row in rows:
        own = [run for run in runs if all(run[name] == row[name] for name in configuration)]
        values = expected(own, runs)
        known = {name for name in row if name.startswith(("wall_", "speedup", "efficiency", "claim", "outlier", "loss_"))} | {
            "useful_s", "rounds", "startup_s", "run_s", "shutdown_s"}
        assert known == set(values), known ^ set(values)
        for name, value in values.items():
            # Causes are not computed, they are read from other columns.
            text = re.sub(r" \([^)]*\)", "", row[name]) if name == "outlier_rounds" else row[name]
            if value is None:
                same = text == ""
            elif isinstance(value, str):
                same = text == value
            else:
                # The quantile of Student's distribution is good for seven digits.
                same = text != "" and math.isclose(float(text), value, rel_tol=1e-6 if "_low" in name or "_high" in name else 1e-9, abs_tol=1e-9 if name.startswith("loss_") else 0)
            assert same, f"{row['executor']} x {row['workers']}, {name}: {text} in the file, {value} computed"
            checked += 1
    print(len(rows), "configurations,", checked, "statistics the same")


main(*sys.argv[1:])
