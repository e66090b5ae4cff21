namespace Partime.TestPlugins;

public enum Keeping
{
    Nothing,
    Trees,
    Results,
}
