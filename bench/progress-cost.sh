#!/usr/bin/env bash
# What the progress bar costs the measurement: the same work on every CPU with the bar (on a pseudo terminal) and without
# it (-q), in turn. Prints both medians of run_s and the median ratio. Needs util-linux's script and python3.
set -euo pipefail
cd "$(dirname "$0")/.."
pairs=${1:-9}
dotnet build src/Tool -c Release -v quiet
tool=$PWD/src/Tool/bin/Release/net10.0/partime
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
run="$tool run sum-squares -i 100000000 --times 40 -e threads -w auto"
for pair in $(seq "$pairs"); do
  script -qec "$run --csv $folder/with-$pair.csv" "$folder/screen-$pair" > /dev/null
  $run -q --csv "$folder/without-$pair.csv"
done
grep -q 'run 1 of 1' "$folder/screen-1" || { echo "The bar was not shown." >&2; exit 1; }
python3 - "$folder" "$pairs" <<'PY'
import csv, statistics, sys
folder, pairs = sys.argv[1], int(sys.argv[2])
def run_s(name):
    with open(f"{folder}/{name}.csv", newline="") as file:
        return float(next(csv.DictReader(file))["run_s"])
shown = [run_s(f"with-{i + 1}") for i in range(pairs)]
hidden = [run_s(f"without-{i + 1}") for i in range(pairs)]
ratios = sorted(a / b for a, b in zip(shown, hidden))
print(f"progress bar: {statistics.median(shown):.3f} s with, {statistics.median(hidden):.3f} s without, "
      f"ratio {statistics.median(ratios):.4f} ({ratios[0]:.4f}–{ratios[-1]:.4f})")
PY
