namespace Partime.Tool.Plugins;

/// <summary>What one <c>--executor-set executor.key=value</c> says.</summary>
internal sealed record ExecutorSetting(string Executor, Setting Setting)
{
    public const string Flag = "--executor-set";

    /// <summary>Splits at the first '.', which names never have, and then as <see cref="Setting.Parse"/> does.</summary>
    public static ExecutorSetting Parse(string text)
    {
        var equals = text.IndexOf('=');
        var dot = text.IndexOf('.');
        return dot > 0 && equals > dot + 1
            ? new ExecutorSetting(text[..dot].Trim(), Setting.Parse(text[(dot + 1)..]))
            : throw new PartimeException($"'{Flag} {text}' is no setting: write {Flag} executor.key=value, such as {Flag} threads.stack-size=64MiB.");
    }
}
