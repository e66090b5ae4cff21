#!/usr/bin/env bash
# Makes the pictures in this folder: runs partime, and photographs its page with Chromium, in light, in dark and on a phone. LibreOffice makes the pivot
# table, with python3-uno and poppler-utils.
# PARTIME is the command to run; by default it is built from this clone.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
partime=${PARTIME:-dotnet run --project ../../src/Tool --configuration Release --}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

inputs=0.08,0.05,0.03,0.06,0.02,0.04,0.07,0.03,0.05,0.02,0.06,0.04,0.03,0.08,0.02,0.05,0.04,0.06,0.03,0.07,0.02,0.05,0.03,0.04
$partime run sleep -i "$inputs" -e serial,threads,process-pool -w 2,4,8 --rounds 5 --html "$scratch/report.html" --csv "$scratch/runs.csv" --quiet

photograph() { # name, width, height, flags of Chromium
  chromium --headless=new --no-sandbox --disable-gpu --hide-scrollbars --virtual-time-budget=4000 \
    --window-size="$2,$3" "${@:4}" --screenshot="$PWD/$1.png" "file://$scratch/report.html" 2> /dev/null
}
photograph report 1160 1560
photograph report-dark 1160 3400 --blink-settings=preferredColorScheme=0
photograph report-phone 500 3900

/usr/bin/python3 pivot.py "$scratch/runs.csv" "$scratch/pivot.pdf"
pdftoppm -r 110 -singlefile -png "$scratch/pivot.pdf" pivot
