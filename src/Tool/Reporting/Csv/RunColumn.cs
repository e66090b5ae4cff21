namespace Partime.Tool.Reporting;

/// <summary>A column of the runs, in whichever file they stand: what it is called, and what a run has there.</summary>
internal sealed record RunColumn(string Name, Func<RunRow, Field> Of);
