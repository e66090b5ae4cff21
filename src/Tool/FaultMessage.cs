using System.Reflection;

namespace Partime.Tool;

/// <summary>What an exception of foreign code says, with the causes inside it: the outermost message often says only that there is a cause.</summary>
internal static class FaultMessage
{
    /// <summary>What the runtime says where it has opened a library and can open nothing more to map it.</summary>
    public const int InternalError = unchecked((int)0x8007054F);

    private const int TooManyOpenFiles = unchecked((int)0x80070004);
    private const int MaxCauses = 6;
    private const int MaxBranches = 3;

    private const string NothingSaid = "One or more errors occurred.";

    /// <summary>How .NET refers to a cause which a reader of one line does not see.</summary>
    private static readonly string[] References =
        ["see the inner exception for details", "see inner exception for details", "see inner exception for more details", "see the inner exception", "see inner exception"];

    /// <summary>The messages from the outermost exception to the innermost, without those that repeat another or say nothing.</summary>
    public static string Of(Exception exception)
    {
        var messages = new List<string>();
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            // A fetch that ran out of time was cancelled by its own time limit, and its message says so.
            if (cause is OperationCanceledException && messages.Count > 0)
                break;
            Add(messages, cause.InnerException is null ? MessageOf(cause) : OwnMessageOf(cause));
            if (LibraryNotOpened(cause) is not null)
                break;
            if (cause is AggregateException { InnerExceptions.Count: > 1 } several)
            {
                Add(messages, OfAll(several.Flatten().InnerExceptions));
                break;
            }
        }
        return SecretValues.HideIn(Joined(messages));
    }

    /// <summary>What an exception with a cause says by itself: nothing if it only carries the cause.</summary>
    private static string OwnMessageOf(Exception exception)
    {
        var message = MessageOf(exception);
        if (exception is TargetInvocationException)
            return "";
        if (exception is not AggregateException several)
            return message;
        // It repeats the messages of its causes in parentheses.
        var end = message.IndexOf($" ({MessageOf(several.InnerExceptions[0])})", StringComparison.Ordinal);
        var own = end < 0 ? message : message[..end];
        return own == NothingSaid ? "" : own;
    }

    private static string OfAll(IReadOnlyList<Exception> exceptions)
    {
        var messages = new List<string>();
        foreach (var exception in exceptions)
        {
            var message = Of(exception);
            if (!messages.Contains(message))
                messages.Add(message);
        }
        var hidden = messages.Count - MaxBranches;
        if (hidden > 0)
            messages.RemoveRange(MaxBranches, hidden);
        return string.Join("; ", messages) + (hidden > 0 ? $"; and {hidden} more" : "");
    }

    private static void Add(List<string> messages, string message)
    {
        if (message.Length == 0)
            return;
        foreach (var earlier in messages)
            if (earlier.Contains(message.TrimEnd('.'), StringComparison.OrdinalIgnoreCase))
                return;
        messages.Add(message);
        if (messages.Count > MaxCauses)
            messages.RemoveAt(MaxCauses / 2);
    }

    private static string Joined(List<string> messages)
    {
        for (var i = 0; i < messages.Count - 1; i++)
            messages[i] = WithoutReference(messages[i].TrimEnd()).TrimEnd(' ', '.', ',', ';', ':');
        messages.RemoveAll(message => message.Length == 0);
        return string.Join(": ", messages);
    }

    private static string WithoutReference(string message)
    {
        var text = message.TrimEnd('.');
        foreach (var reference in References)
            if (text.EndsWith(reference, StringComparison.OrdinalIgnoreCase))
                return text[..^reference.Length];
        return message;
    }

    /// <summary>An exception may compute its message, and throw while it does.</summary>
    private static string MessageOf(Exception exception)
    {
        try
        {
            if (LibraryNotOpened(exception) is { } library)
                return $"{library} cannot be opened, though it is there: the process has probably too many open files. Raise the limit (ulimit -n), or use fewer workers.";
            return exception.Message is { Length: > 0 } message ? message : "(no message)";
        }
        catch (Exception failure)
        {
            return $"(the message could not be read: {failure.GetType().Name})";
        }
    }

    /// <summary>The file of an assembly that cannot be opened because the process may open no more files. The runtime says so by a code, or
    /// that it cannot find the file, though it stands beside a loaded one and has the version asked for.</summary>
    private static string? LibraryNotOpened(Exception exception)
    {
        if (exception is FileLoadException { FileName: { } library, HResult: TooManyOpenFiles or InternalError })
            return library.Contains(", Version=", StringComparison.Ordinal) ? $"{new AssemblyName(library).Name}.dll" : Path.GetFileName(library);
        if ((exception as FileNotFoundException)?.FileName is not { } name || !name.Contains(", Version=", StringComparison.Ordinal))
            return null;
        var wanted = new AssemblyName(name);
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            if (!assembly.IsDynamic && Path.GetDirectoryName(assembly.Location) is { Length: > 0 } folder && IsThere(Path.Combine(folder, $"{wanted.Name}.dll"), wanted.Version))
                return $"{wanted.Name}.dll";
        return null;
    }

    private static bool IsThere(string file, Version? version)
    {
        try
        {
            return File.Exists(file) && AssemblyName.GetAssemblyName(file).Version >= version;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It cannot be opened even now.
            return true;
        }
    }
}
