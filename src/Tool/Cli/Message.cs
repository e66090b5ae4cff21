namespace Partime.Tool.Cli;

/// <summary>Sentences for the user, on standard error.</summary>
internal static class Message
{
    public static void Write(string sentence)
    {
        try
        {
            Console.Error.WriteLine(sentence);
        }
        catch (IOException)
        {
            // Standard error is full or gone, and nobody can be told. The exit code remains, and so does the data.
        }
    }
}
