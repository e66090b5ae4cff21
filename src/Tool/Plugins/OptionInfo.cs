namespace Partime.Tool.Plugins;

/// <summary>An option of a workload.</summary>
/// <param name="Type">As users read it: <c>text</c>, <c>whole number</c>, <c>duration</c>, <c>true|false</c>, an enum's members.</param>
/// <param name="Default">Null if the workload states none.</param>
internal sealed record OptionInfo(
    string Name,
    string Description,
    string Type,
    string? Default,
    bool Secret,
    string PropertyName);
