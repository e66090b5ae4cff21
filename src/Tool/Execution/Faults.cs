namespace Partime.Tool.Execution;

/// <summary>Exceptions of foreign code, in words.</summary>
internal static class Faults
{
    public static TaskFault Of(Exception exception) => new(exception.GetType().FullName ?? exception.GetType().Name, MessageOf(exception));

    /// <summary>The message, which an exception may compute, and fail to.</summary>
    public static string MessageOf(Exception exception)
    {
        try
        {
            return exception.Message is { Length: > 0 } message ? message : "(no message)";
        }
        catch (Exception failure)
        {
            return $"(its message could not be had: {failure.GetType().Name})";
        }
    }
}
