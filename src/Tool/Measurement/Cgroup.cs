namespace Partime.Tool.Measurement;

/// <summary>The limits of this process's control group, version 1 or 2, and of the groups above it. Containers have them.</summary>
internal sealed record Cgroup
{
    private const string Mount = "sys/fs/cgroup";

    /// <summary>Version 1 reports about this number of bytes, or more, for "no limit".</summary>
    private const double NoMemoryLimit = 1L << 60;

    /// <summary>The CPU quota, in CPUs; <see langword="null"/> for no limit.</summary>
    public double? Cpus { get; init; }

    public long? MemoryBytes { get; init; }

    /// <summary>The file that counts how long the quota has stopped the group; <see langword="null"/> without a quota.</summary>
    public string? ThrottlingFile { get; init; }

    public static Cgroup Of(SystemFiles files)
    {
        string[] cpu = [], memory = [];
        var isUnified = false;
        foreach (var line in files.Lines("proc/self/cgroup"))
        {
            if (line.Split(':', 3) is not [_, var controllers, var path])
                continue;
            var names = controllers.Split(',');
            if (controllers.Length == 0 && cpu.Length == 0)
                (cpu, isUnified) = ([.. Upwards(Mount, path)], true);
            if (names.Contains("cpu"))
                (cpu, isUnified) = ([.. Upwards($"{Mount}/cpu", path), .. Upwards($"{Mount}/{controllers}", path)], false);
            if (names.Contains("memory"))
                memory = [.. Upwards($"{Mount}/memory", path)];
        }
        var quota = SmallestQuota(files, cpu, isUnified);
        return new Cgroup
        {
            Cpus = quota?.Cpus,
            MemoryBytes = memory.Length > 0 ? MemoryOf(files, memory, "memory.limit_in_bytes") : MemoryOf(files, cpu, "memory.max"),
            ThrottlingFile = quota?.ThrottlingFile,
        };
    }

    /// <summary>How long the quota has stopped the group's threads, summed over threads.</summary>
    public double? ThrottledSeconds(SystemFiles files)
    {
        if (ThrottlingFile is null)
            return null;
        foreach (var line in files.Lines(ThrottlingFile))
            if (line.Split(' ') is [var name, var value])
                switch (name)
                {
                    case "throttled_usec":
                        return SystemFiles.NumberFrom(value) / 1e6;
                    case "throttled_time":
                        return SystemFiles.NumberFrom(value) / 1e9;
                }
        return null;
    }

    /// <summary>The smallest quota of these groups, and the file that counts how long it has stopped its group.</summary>
    private static Quota? SmallestQuota(SystemFiles files, string[] folders, bool isUnified)
    {
        Quota? min = null;
        foreach (var folder in folders)
            if (CpusOf(files, folder, isUnified) is { } cpus && !(cpus >= min?.Cpus))
                min = new Quota(cpus, $"{folder}/cpu.stat");
        return min;
    }

    private static long? MemoryOf(SystemFiles files, string[] folders, string name)
    {
        long? min = null;
        foreach (var folder in folders)
            if (files.Number($"{folder}/{name}") is < NoMemoryLimit and var bytes && !(bytes >= min))
                min = (long)bytes;
        return min;
    }

    private static double? CpusOf(SystemFiles files, string folder, bool isUnified)
    {
        double? quota = null, period = null;
        if (!isUnified)
            (quota, period) = (files.Number($"{folder}/cpu.cfs_quota_us"), files.Number($"{folder}/cpu.cfs_period_us"));
        else if (files.Text($"{folder}/cpu.max")?.Split(' ') is [var max, var every])
            (quota, period) = (SystemFiles.NumberFrom(max), SystemFiles.NumberFrom(every));
        return quota > 0 && period > 0 ? quota / period : null;
    }

    /// <summary>The group's folder and those above it, up to the mount. In a container the path may be the host's, and then only the mount
    /// exists.</summary>
    private static IEnumerable<string> Upwards(string mount, string path)
    {
        for (var rest = path.Trim('/'); rest.Length > 0; rest = rest.Contains('/') ? rest[..rest.LastIndexOf('/')] : "")
            yield return $"{mount}/{rest}";
        yield return mount;
    }

    private sealed record Quota(double Cpus, string ThrottlingFile);
}
