using Partime;

namespace SampleClassPlugin;

/// <summary>Counts the primes below its input. Replace this example by your own work.</summary>
[Workload("sample-command", "Counts the primes below a number.", SampleInputs = "50000,100000,150000,200000")]
[Metric("divisions", "", "The number of divisions.", Aggregate = MetricAggregate.Sum)]
public sealed class SampleClassWorkload : BlockingWorkload
{
    [Option("from", "The number to start with; 0 or more.", Default = "0")]
    public long From { get; set; }

    /// <summary>Called once per input, by many workers at once: keep whatever a task changes in local variables.</summary>
    public override WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        var end = item.Parse<long>();
        long primes = 0, divisions = 0;
        for (var number = Math.Max(From, 2); number < end; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (IsPrime(number, ref divisions))
                primes++;
        }
        return WorkResult.Of(primes).With("divisions", divisions);
    }

    private static bool IsPrime(long number, ref long divisions)
    {
        for (var divisor = 2L; divisor * divisor <= number; divisor++)
        {
            divisions++;
            if (number % divisor == 0)
                return false;
        }
        return true;
    }
}
