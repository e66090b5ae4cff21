using System.Text.Json;

namespace Partime.TestPlugins;

[Workload("planted-json", "Writes as many records as JSON as the input says and reads them back. The first calls of a process are expensive: they build and compile the serializer.")]
public sealed class PlantedJson : IBlockingWorkload
{
    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        var records = Enumerable.Range(0, item.Parse<int>()).Select(number => new Measured($"number {number}", number, [number, number / 2.0], new(2026, 11, 1 + (number % 28)))).ToList();
        return WorkResult.Of(JsonSerializer.Deserialize<List<Measured>>(JsonSerializer.SerializeToUtf8Bytes(records))!.Sum(record => record.Values[1]));
    }

    private sealed record Measured(string Name, int Number, double[] Values, DateOnly Day);
}
