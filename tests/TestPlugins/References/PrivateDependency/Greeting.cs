namespace Partime.TestPlugins;

public static class Greeting
{
    public static string To(string name) => $"hello {name}";
}
