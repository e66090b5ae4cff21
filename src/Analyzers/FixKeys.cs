namespace Partime.Analyzers;

/// <summary>What a code fix writes: the keys of a diagnostic's properties. Partime.CodeFixes compiles this file too, because neither assembly refers to the other.</summary>
internal static class FixKeys
{
    /// <summary>Of a method, with its modifiers and parameters.</summary>
    public const string Declaration = "declaration";

    /// <summary>Its name.</summary>
    public const string Interface = "interface";

    /// <summary>With its arguments, without brackets.</summary>
    public const string Attribute = "attribute";

    /// <summary>The valid name for an invalid one.</summary>
    public const string Name = "name";

    /// <summary>An expression.</summary>
    public const string InitialValue = "initial-value";
}
