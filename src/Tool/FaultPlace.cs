using System.Diagnostics;
using System.Reflection;

namespace Partime.Tool;

/// <summary>How a workload failed outside of its tasks.</summary>
/// <param name="Text">A sentence.</param>
/// <param name="Stack">The stack trace, if it is known.</param>
internal sealed record WorkloadFault(string Text, string? Stack)
{
    private const char Separator = '\0';

    /// <summary>For a message between processes, which may cut off its end.</summary>
    public string Encoded => $"{Text.Replace(Separator, ' ')}{Separator}{Stack}";

    public static WorkloadFault Decode(string encoded) => encoded.Split(Separator, 2) is [var text, { Length: > 0 } stack] ? new(text, stack) : new(encoded.TrimEnd(Separator), null);
}

/// <summary>Where foreign code failed: the type of the innermost exception, and the first line of the plugin's own code on its way.</summary>
internal static class FaultPlace
{
    /// <summary>Where all shared frameworks lie, each in a folder for its name and one for its version.</summary>
    private static readonly string Frameworks = Path.GetFullPath("../..", Path.GetDirectoryName(typeof(object).Assembly.Location)!) + Path.DirectorySeparatorChar;

    /// <summary>The messages, and behind them where it was: <c>no model (InvalidOperationException in Moons.cs:6)</c>. A failure that the workload explains has no place.</summary>
    public static string Of(Exception exception)
    {
        if (exception is WorkFailedException { InnerException: null })
            return exception.Message.TrimEnd('.');
        var cause = exception;
        while (cause.InnerException is { } inner)
            cause = inner;
        return $"{FaultMessage.Of(exception).TrimEnd('.')} ({cause.GetType().Name}{((In(cause) ?? In(exception)) is { } place ? $" in {place}" : "")})";
    }

    /// <summary>All that .NET tells of it: the stack trace, with the inner exceptions and theirs.</summary>
    public static string StackOf(Exception exception)
    {
        try
        {
            return SecretValues.HideIn(exception.ToString());
        }
        catch (Exception failure)
        {
            return $"(the stack trace could not be read: {failure.GetType().Name})";
        }
    }

    private static string? In(Exception exception)
    {
        foreach (var frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
            if (frame.GetMethod() is { } method && IsForeign(method.Module.Assembly))
                return frame.GetFileName() is { } file ? $"{Path.GetFileName(file)}:{frame.GetFileLineNumber()}" : $"{method.DeclaringType?.Name}.{method.Name}";
        return null;
    }

    /// <summary>Neither partime, with its libraries, nor .NET.</summary>
    private static bool IsForeign(Assembly assembly) => !assembly.IsDynamic && Path.GetDirectoryName(assembly.Location) is { Length: > 0 } folder
        && folder != Path.GetDirectoryName(typeof(FaultPlace).Assembly.Location) && !folder.StartsWith(Frameworks, StringComparison.Ordinal);
}
