namespace Partime.Tool.Files;

/// <summary>The program that read standard output has ended, as <c>head</c> does when it has enough. Not a failure.</summary>
internal sealed class ReaderGoneException : Exception;
