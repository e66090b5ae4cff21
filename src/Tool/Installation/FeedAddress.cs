namespace Partime.Tool.Installation;

internal static class FeedAddress
{
    /// <summary>Users and passwords can stand in front of the host and tokens behind the question mark, and messages and lock files
    /// are shown around.</summary>
    public static string WithoutSecrets(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
