#!/usr/bin/env bash
# Installs what the benches compare partime with, from Debian or Ubuntu. What is missing is not measured.
# oha and bombardier have no package there.
set -euo pipefail

wanted=(xargs:findutils parallel:parallel hyperfine:hyperfine nginx:nginx-light ab:apache2-utils wrk:wrk dask-scheduler:python3-distributed)
missing=()
for each in "${wanted[@]}"; do
  PATH=$PATH:/usr/sbin type -P "${each%%:*}" > /dev/null || missing+=("${each#*:}")
done
for package in joblib requests aiohttp; do
  /usr/bin/python3 -c "import $package" 2> /dev/null || missing+=("python3-$package")
done
if ((${#missing[@]} == 0)); then
  echo "Everything is installed."
  exit
fi
apt-get update
apt-get install --yes --no-install-recommends "${missing[@]}"
# The benches start a server of their own. Debian has started another one on port 80.
if [[ " ${missing[*]} " == *" nginx-light "* && -d /run/systemd/system ]]; then systemctl disable --now nginx; fi
