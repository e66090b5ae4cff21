namespace Partime.TestPlugins;

public enum Color
{
    Red,
    Green,
    Blue,
}
