using System.Diagnostics;
using System.Reflection;

namespace Partime.Tool;

/// <summary>Where foreign code failed: the type of the innermost exception, and the first line of the plugin's own code on its way.</summary>
internal static class FaultPlace
{
    private static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";
    private static readonly string Runtime = Path.GetDirectoryName(Framework) ?? "";
    private static readonly Assembly Tool = typeof(FaultPlace).Assembly;

    /// <summary>The messages, and behind them where it was: <c>no model (InvalidOperationException in Moons.cs:6)</c>.</summary>
    public static string Of(Exception exception)
    {
        var cause = exception;
        while (cause.InnerException is { } inner)
            cause = inner;
        return $"{FaultMessage.Of(exception).TrimEnd('.')} ({cause.GetType().Name}{((In(cause) ?? In(exception)) is { } place ? $" in {place}" : "")})";
    }

    private static string? In(Exception exception)
    {
        foreach (var frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
            if (frame.GetMethod() is { } method && IsForeign(method.Module.Assembly))
                return frame.GetFileName() is { } file ? $"{Path.GetFileName(file)}:{frame.GetFileLineNumber()}" : $"{method.DeclaringType?.Name}.{method.Name}";
        return null;
    }

    /// <summary>Neither partime nor .NET, whose shared frameworks lie side by side.</summary>
    private static bool IsForeign(Assembly assembly) => assembly != Tool && !assembly.IsDynamic && assembly.Location is { Length: > 0 } path
        && Path.GetDirectoryName(path) is { } folder && folder != Framework && !folder.StartsWith(Path.GetDirectoryName(Runtime) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
