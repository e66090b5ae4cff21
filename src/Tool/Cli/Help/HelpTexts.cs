namespace Partime.Tool.Cli;

/// <summary>The texts below the options in <c>--help</c>, without the exit codes.</summary>
internal static class HelpTexts
{
    public const string Root = """

        Examples:
          dotnet partime list
          dotnet partime describe http-fetch
          dotnet partime run sleep --inputs 1,2,3 --executor serial,process,process-pool
          dotnet partime run sum-squares -i 0..20000 -e serial,threads,process-pool -w 1,2,4 --csv runs.csv
          dotnet partime advise sum-squares -i 0..20000
          dotnet partime report runs.csv
          dotnet partime compare baseline.csv runs.csv --fail-on 5%
          dotnet partime predict tasks.csv
          dotnet partime docs insight
        """;

    public const string Run = """

        Inputs:
          1,2,3            three inputs
          0..20000         the whole numbers from 0 to 19999: the end is excluded
          0..100:5         the same in steps of 5
          @urls.txt, @-    one per line of a file, or of standard input; empty lines are skipped
          'a\,b'           an input with a comma, which needs no \ in a file

        Options of workloads and executors:
          500ms, 5s, 2m, 1h, 7d     durations
          512B, 10MB, 64KiB         sizes: MB is a million bytes, MiB 1048576
          --set n=1 --set n=2       a repeatable one; short for it: --set n=1,2, unless it takes text

        Examples:
          dotnet partime run sleep -i 1 --times 3 -e serial,threads
          dotnet partime run sum-squares -i 0..20000 -e serial,threads,parallel -w 1,2,4 --csv runs.csv --tasks-csv tasks.csv
          dotnet partime run sum-squares -i 0..20000 -e threads -w 1..5 --precision 1% --budget 2m --seed 7
          dotnet partime run sum-squares -i 0..5000 -e serial,threads -w 1,2,4 --scale weak
          dotnet partime run sum-squares -i 0..1000 -e process-pool -w 2 --timeout 5s --retries 1
          dotnet partime run http-fetch -i @urls.txt -e threads,async -w 8 --set timeout=5s > runs.csv
          dotnet partime run sum-squares -i 0..20000 -w 1,2,4 --csv runs.csv --columns 'executor,workers,speedup,loss_*'
          dotnet partime run sum-squares -i 0..20000 -w 1,2,4 --html report.html --xlsx report.xlsx
          dotnet partime run word-count --plugin bin/Release/net10.0 -i README.md
          dotnet partime run sleep -i 1,2 -e threads --executor-set threads.stack-size=64MiB
          dotnet partime run sum-squares -i 0..200 -e serial,threads -w 2 --rounds 3 --trace trace.json

        When standard output is redirected and no output is named, it receives the runs CSV, with its first 12 columns.
        """;

    public const string Advise = """

        Runs serial first, whatever executors you name, and then every executor with a worker per CPU, or with more if the tasks wait. Tries more workers while CPUs are idle, larger chunks where handing out tasks takes long, and drops what is surely slower. Inputs and options of workloads are as in 'dotnet partime run --help'.

        The answer in five lines:
          what to use       of those as fast as the fastest within --within, the one with the fewest workers; 'stay serial' and 'inconclusive' are answers, too
          kind of work      cpu-bound, waiting, contended, memory-bound, allocating or mixed, with the evidence
          largest loss      where parallel execution loses most of its time, and what helps
          break-even        from which size and number of tasks on it pays
          how sure          the rounds, and what would make it surer

        Examples:
          dotnet partime advise sleep -i 0.01 --times 100
          dotnet partime advise sum-squares -i 0..20000 --budget 10s
          dotnet partime advise http-fetch -i @urls.txt -e threads,async --within 10%
          dotnet partime advise sum-squares -i 0..20000 --json advice.json -q
        """;

    public const string Report = """

        Everything is computed from the files alone: no plugin is loaded and nothing is measured. Warm-ups are left out.

        Examples:
          dotnet partime report runs.csv --verbose
          dotnet partime report runs.csv tasks.csv --html report.html --xlsx report.xlsx --trace trace.json
          dotnet partime report monday.csv tuesday.csv --summary-csv summary.csv
          dotnet partime run sleep -i 1,2 --csv - -q | dotnet partime report -
        """;

    public const string Compare = """

        A ratio below 1 is faster than the baseline. A configuration is called faster or slower only if its whole confidence interval lies outside --band. The intervals are wide enough to hold all together in 95 of 100 comparisons.

        Examples:
          dotnet partime compare baseline.csv runs.csv
          dotnet partime compare baseline.csv runs.csv --fail-on 5% --markdown -
          dotnet partime compare baseline.csv runs.csv --fail-on 5% --allow-inconclusive
        """;

    public const string Predict = """

        Replays the durations of a serial run, without measuring anything:
          static           each worker has one block of consecutive tasks, all blocks of the same number
          dynamic          a worker that is free claims the next task, or the next chunk: what partime's executors do
          guided           the same with chunks that shrink: the tasks left, divided by the workers
          longest first    a worker that is free takes the longest task left
          lower bound      no schedule is faster: the work divided by the workers, or the longest task

        Predicted is the time from when all workers are ready until the last task ends: run_s, not wall_s. A run with one worker in the file is a round; those to warm up count too, because the file does not name them.

        Examples:
          dotnet partime run sum-squares -i 0..20000 -e serial --rounds 5 --warmup 0 --tasks-csv tasks.csv
          dotnet partime predict tasks.csv
          dotnet partime predict tasks.csv -w 1..65 --chunk-size 100,auto --csv predictions.csv
        """;

    public const string Doctor = """

        Takes about ten seconds and shows the environment, the clock, how late sleeps end, what an empty task costs under every executor, and how a perfectly parallel computation scales with 1, 2, 4 … all CPUs. Close other programs first.

        Examples:
          dotnet partime doctor
          dotnet partime doctor --json doctor.json
        """;

    public const string Describe = """

        Examples:
          dotnet partime describe http-fetch
          dotnet partime describe threads
          dotnet partime describe word-count --plugin bin/Release/net10.0
        """;

    public const string Plugin = """

        A plugin is code that runs with your rights: install only plugins that you trust.

        Examples:
          dotnet partime plugin pack src/WordCount
          dotnet partime plugin install ./WordCount.1.0.0.nupkg
          dotnet partime plugin install WordCount@1.2.0 --source ~/packages
          dotnet partime plugin list
          dotnet partime plugin lock > partime.lock.json
          dotnet partime run word-count --plugin-lock partime.lock.json
        """;

    public const string PluginInstall = """

        Examples:
          dotnet partime plugin install WordCount
          dotnet partime plugin install WordCount@1.2.0 --source ~/packages
          dotnet partime plugin install ./WordCount.1.0.0.nupkg
          dotnet partime plugin install ./bin/Release/net10.0
          dotnet partime plugin install --plugin-lock partime.lock.json

        The installation runs no code of the plugin. Later runs do, with your rights.
        """;

    public const string Completion = """

        Load the script in the shell's profile:
          bash   ~/.bashrc                     eval "$(dotnet-partime completion bash)"
          zsh    ~/.zshrc, at the end          eval "$(dotnet-partime completion zsh)"
          fish   ~/.config/fish/config.fish    dotnet-partime completion fish | source
          pwsh   $PROFILE                      dotnet-partime completion pwsh | Out-String | Invoke-Expression

        A completion of the dotnet command itself keeps working if it is loaded before this one.
        """;

    public const string PluginPack = """

        Runs 'dotnet pack' on the project and checks the package as 'plugin install' does. Writes only a package that can be installed.

        Examples:
          dotnet partime plugin pack
          dotnet partime plugin pack src/WordCount -o packages
        """;
}
