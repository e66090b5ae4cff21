namespace Partime.Tool.Reporting;

/// <summary>What the bundled executors are called in Python, for those who come from there.</summary>
internal static class PythonNames
{
    /// <returns>Empty if Python has nothing like it.</returns>
    public static string Of(string executor) => executor switch
    {
        "serial" => "a for loop",
        "threads" => "ThreadPoolExecutor.map",
        "async" => "asyncio.gather",
        "process" => "a Process per task",
        "process-pool" => "ProcessPoolExecutor.map",
        "pool-map" => "Pool.map",
        _ => "",
    };
}
