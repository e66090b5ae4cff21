#!/usr/bin/env bash
# Formats nothing, checks everything: format, build, tests, packages, and the packed tool itself. CI runs the same.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# Servers that wait for a next build would outlive this one. Only the compiler stays, as starting it takes longer than most projects;
# it has a name of its own and is ended at the end.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
export UseSharedCompilation=true SharedCompilationId="partime-build-$$"
export RunAnalyzersDuringBuild=true
# A build is over before a profile of the compiler pays, and with more room it collects garbage less often: a third less time. The tests do
# without, as they run the tool as users do.
export DOTNET_TieredPGO=0 DOTNET_GCgen0size=0x8000000

scratch=$(mktemp -d)
step="start"

announce() {
  step=$1
  echo "== $step (after $SECONDS s)"
}

# Starts a command that needs no result of what follows. Its output is shown when its end is awaited.
running=()
beside() {
  "$@" > "$scratch/beside${#running[@]}" 2>&1 &
  running+=($!)
}

await_beside() {
  local status=0 each
  for each in "${!running[@]}"; do
    wait "${running[each]}" || status=$?
    cat "$scratch/beside$each"
  done
  running=()
  return "$status"
}

# Whether this machine, with nothing else to do, takes a second for what usually takes a quarter. Tests have time limits, so less may run at once there.
is_slow() {
  local seconds TIMEFORMAT=%R
  seconds=$({ time for ((i = 0; i < 100000; i++)); do :; done; } 2>&1)
  ((${seconds%[.,]*} >= 1))
}

# The sum of one counter over the result files of all test projects.
count() {
  cat "$scratch"/results/*.trx 2>/dev/null | grep -o "<Counters [^>]*" | grep -o " $1=\"[0-9]*" | awk -F '"' '{ n += $2 } END { print n + 0 }' || true
}

# The tests that took longest, so that one that becomes slow is seen.
slowest() {
  cat "$scratch"/results/*.trx 2>/dev/null | grep -o "<UnitTestResult [^>]*" \
    | sed -E 's/.* testName="([^"]*)".* duration="00:([^"]*)".*/\2 \1/; s/&quot;/"/g' | sort -r | awk 'NR <= 10' || true
}

# The last line is always the count of tests, whatever has failed before.
finish() {
  local status=$? passed failed skipped
  wait
  pkill -f "pipename:$SharedCompilationId" || true
  echo "== slowest tests (minutes:seconds)"
  slowest
  passed=$(count passed)
  failed=$(count failed)
  skipped=$(($(count total) - $(count executed)))
  rm -rf "$scratch"
  if ((status == 0 && (failed > 0 || passed == 0))); then status=1; fi
  if ((status != 0)); then echo "Failed at: $step"; fi
  if ((skipped > 0)); then skipped=", $skipped skipped"; else skipped=""; fi
  echo "$passed passed, $failed failed$skipped"
  exit "$status"
}
trap finish EXIT

announce "build"
# White space needs no project. Style is checked by the build, as analyzers are.
beside dotnet format whitespace --folder . --verify-no-changes --exclude "**/obj/**" "**/bin/**"
dotnet build Tool.sln --configuration Release -warnaserror

announce "format"
await_beside

announce "pack"
rm -f nupkg/*.nupkg
for system in linux-x64 any; do
  # The file of a plugin that was deleted, as an earlier build may have left it. A test looks that no package has it.
  mkdir -p "src/Tool/bin/Release/net10.0/$system/publish/plugins/Gone"
  touch "src/Tool/bin/Release/net10.0/$system/publish/plugins/Gone/Gone.dll"
done
# Builds once more: the tool is compiled ahead of time here and nowhere else. The analyzers have seen the same sources above.
RunAnalyzersDuringBuild=false dotnet pack src/Packages.slnf --configuration Release --no-restore -warnaserror
# The tests of the tool run what is packed: its worker processes start in half the time, and so do nodes.
case "$(uname -sm)" in
  "Linux x86_64") cp -r src/Tool/obj/Release/net10.0/linux-x64/R2R/{partime.dll,Partime.Abstractions.dll,plugins} tests/Tool.Tests/bin/Release/net10.0/ ;;
  "Linux aarch64") cp -r src/Tool/obj/Release/net10.0/linux-arm64/R2R/{partime.dll,Partime.Abstractions.dll,plugins} tests/Tool.Tests/bin/Release/net10.0/ ;;
esac

# .ci/run installs large programs for the tests meanwhile.
if [[ -n "${INSTALLING:-}" ]]; then tail --pid="$INSTALLING" --follow /dev/null; fi

unset DOTNET_TieredPGO DOTNET_GCgen0size

announce "run the packed tool"
version=$(dotnet msbuild src/Tool -getProperty:Version)
NUGET_PACKAGES="$scratch/cache" dotnet tool install partime --version "$version" --source "$PWD/nupkg" --tool-path "$scratch/tools"
"$scratch/tools/dotnet-partime" run sleep -i 0.1,0.2 -e all --rounds 1

slow=false
if is_slow; then slow=true; fi

# The conformance tests of worker processes once more, with processes as Windows and macOS have them: see docs/pool-conformance.md, which names the others.
portable_tests() {
  local chosen
  chosen="(FullyQualifiedName~ResultTests.A|FullyQualifiedName~ResultTests.OneTask|FullyQualifiedName~ResultTests.ResultsAre|FullyQualifiedName~ResultTests.Twenty|FullyQualifiedName~ResultTests.Without|DisplayName~EveryChunkSize&DisplayName~pool-map"
  chosen+="|FullyQualifiedName~PoolLifeTests|FullyQualifiedName~WorkerCountTests|FullyQualifiedName~IdlePoolTests|FullyQualifiedName~ManyPoolsTests|FullyQualifiedName~FootprintTests|FullyQualifiedName~NestingGuardTests"
  chosen+="|FullyQualifiedName~PoolUsageTests.ProcessorTime|FullyQualifiedName~PoolUsageTests.TheMemory)&FullyQualifiedName~Tests.Processes.&DisplayName!~maxTasks: 2"
  PARTIME_WORKERS=portable dotnet test tests/Tool.Tests/bin/Release/net10.0/Tool.Tests.dll --logger "trx;LogFileName=portable.trx" --results-directory "$scratch/results" --filter "$chosen"
}

# Only shows that every bench runs: its short form judges no figures, so tests run meanwhile, but for those that measure time.
beside_tests() {
  dotnet bench/bin/Release/net10.0/Bench.dll --short --tool "$scratch/tools/dotnet-partime" || return
  if [[ "$(uname -s)" == Linux ]]; then portable_tests; fi
}
beside beside_tests

# With the packages from above. Two projects run at once, the longest first; `dotnet test` of the solution would load all its projects again. Two CPUs
# are busy with that, and with more, tests whose processes have to be there in time fail. What measures time runs alone: see tests/Alone.cs.
announce "test"
at_once=(RunConfiguration.MaxCpuCount=2 xUnit.MaxParallelThreads=4)
if "$slow"; then
  echo "This is a slow machine: one test project at a time."
  await_beside
  at_once=(RunConfiguration.MaxCpuCount=1 xUnit.MaxParallelThreads=3)
fi
PARTIME_TEST_PACKAGES="$PWD/nupkg" dotnet test tests/{EndToEnd,Tool,Plugins}.Tests/bin/Release/net10.0/*.Tests.dll --logger trx --results-directory "$scratch/results" -- "${at_once[@]}"

announce "what ran beside the tests"
await_beside

announce "done"
