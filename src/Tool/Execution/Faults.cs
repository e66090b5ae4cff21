namespace Partime.Tool.Execution;

/// <summary>Exceptions of foreign code, in words.</summary>
internal static class Faults
{
    /// <param name="exception">What was thrown.</param>
    /// <param name="withDetail">Whether somebody will read where it came from, which takes long to find out.</param>
    public static TaskFault Of(Exception exception, bool withDetail = false) =>
        new(exception.GetType().FullName ?? exception.GetType().Name, MessageOf(exception)) { Detail = withDetail ? DetailOf(exception) : null };

    /// <summary>The message, which an exception may compute, and fail to.</summary>
    public static string MessageOf(Exception exception) =>
        Told(() => exception.Message is { Length: > 0 } message ? message : "(no message)", "its message");

    /// <summary>The stack trace, with the inner exceptions and theirs.</summary>
    private static string DetailOf(Exception exception) => Told(exception.ToString, "its stack");

    private static string Told(Func<string> tell, string what)
    {
        try
        {
            return tell();
        }
        catch (Exception failure)
        {
            return $"({what} could not be had: {failure.GetType().Name})";
        }
    }
}
