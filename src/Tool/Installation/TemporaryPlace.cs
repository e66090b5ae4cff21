namespace Partime.Tool.Installation;

internal static class TemporaryPlace
{
    /// <summary>A new folder that only this user may look into; the caller deletes it.</summary>
    public static DirectoryInfo Create()
    {
        try
        {
            return Directory.CreateTempSubdirectory("partime-");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PartimeException($"No folder can be made in {Path.GetTempPath()}: {exception.Message.TrimEnd('.')}. Name another place in TMPDIR.", exception);
        }
    }
}
