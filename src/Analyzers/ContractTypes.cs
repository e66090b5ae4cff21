using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Partime.Analyzers;

/// <summary>The types of the contract, as one compilation refers to them.</summary>
internal sealed class ContractTypes
{
    private readonly INamedTypeSymbol disposable;
    private readonly INamedTypeSymbol asyncDisposable;

    private ContractTypes(Compilation compilation, INamedTypeSymbol workload)
    {
        Workload = workload;
        INamedTypeSymbol Find(string name) => compilation.GetTypeByMetadataName(name) ?? workload;
        BlockingWorkload = Find("Partime.IBlockingWorkload");
        Executor = Find("Partime.IExecutor");
        RunLifetime = Find("Partime.IRunLifetime");
        WorkerLifetime = Find("Partime.IWorkerLifetime");
        WorkloadAttribute = Find("Partime.WorkloadAttribute");
        ExecutorAttribute = Find("Partime.ExecutorAttribute");
        OptionAttribute = Find("Partime.OptionAttribute");
        MetricAttribute = Find("Partime.MetricAttribute");
        WorkItem = Find("Partime.WorkItem");
        WorkResult = Find("Partime.WorkResult");
        WorkFailedException = Find("Partime.WorkFailedException");
        disposable = Find("System.IDisposable");
        asyncDisposable = Find("System.IAsyncDisposable");
    }

    public INamedTypeSymbol Workload { get; }

    public INamedTypeSymbol BlockingWorkload { get; }

    public INamedTypeSymbol Executor { get; }

    public INamedTypeSymbol RunLifetime { get; }

    public INamedTypeSymbol WorkerLifetime { get; }

    public INamedTypeSymbol WorkloadAttribute { get; }

    public INamedTypeSymbol ExecutorAttribute { get; }

    public INamedTypeSymbol OptionAttribute { get; }

    public INamedTypeSymbol MetricAttribute { get; }

    public INamedTypeSymbol WorkItem { get; }

    public INamedTypeSymbol WorkResult { get; }

    public INamedTypeSymbol WorkFailedException { get; }

    /// <summary>What partime calls, and the declaration that it would call.</summary>
    public IEnumerable<(INamedTypeSymbol Contract, string Method, string Declaration)> Calls =>
    [
        (Workload, "StartAsync", "ValueTask StartAsync(CancellationToken cancellationToken)"),
        (Workload, "RunAsync", "ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken)"),
        (BlockingWorkload, "Run", "WorkResult Run(WorkItem item, CancellationToken cancellationToken)"),
        (RunLifetime, "StartRunAsync", "ValueTask StartRunAsync(CancellationToken cancellationToken)"),
        (RunLifetime, "EndRunAsync", "ValueTask EndRunAsync()"),
        (WorkerLifetime, "StartWorkerAsync", "ValueTask StartWorkerAsync(int worker, CancellationToken cancellationToken)"),
        (WorkerLifetime, "EndWorkerAsync", "ValueTask EndWorkerAsync(int worker)"),
        (asyncDisposable, "DisposeAsync", "ValueTask DisposeAsync()"),
        (disposable, "Dispose", "void Dispose()"),
    ];

    /// <summary>Null for a compilation that does not refer to the contract.</summary>
    public static ContractTypes? Of(Compilation compilation) =>
        compilation.GetTypeByMetadataName("Partime.IWorkload") is { } workload ? new ContractTypes(compilation, workload) : null;

    public bool IsContracts(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, Workload.ContainingAssembly);
}

internal static class Symbols
{
    public static bool Implements(this INamedTypeSymbol type, INamedTypeSymbol contract) =>
        type.AllInterfaces.Contains(contract, SymbolEqualityComparer.Default);

    public static AttributeData? Find(this ISymbol symbol, INamedTypeSymbol attribute) =>
        symbol.GetAttributes().FirstOrDefault(found => Is(found, attribute));

    public static IEnumerable<AttributeData> FindAll(this ISymbol symbol, INamedTypeSymbol attribute) =>
        symbol.GetAttributes().Where(found => Is(found, attribute));

    /// <summary>The first argument, which is a name in all attributes of the contract.</summary>
    public static string? Name(this AttributeData attribute) => attribute.ConstructorArguments.FirstOrDefault().Value as string;

    public static string? Text(this AttributeData attribute, string property) => attribute.Named(property) as string;

    public static object? Named(this AttributeData attribute, string property) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == property).Value.Value;

    public static Location Place(this AttributeData attribute, ISymbol symbol) =>
        attribute.ApplicationSyntaxReference is { } reference ? Location.Create(reference.SyntaxTree, reference.Span) : symbol.Place();

    public static Location Place(this ISymbol symbol) => symbol.Locations.FirstOrDefault() ?? Location.None;

    /// <summary>The class and those that it derives from, up to the contract's or the framework's.</summary>
    public static IEnumerable<INamedTypeSymbol> WithBases(this INamedTypeSymbol type, ContractTypes contract)
    {
        for (var at = type; at is { SpecialType: SpecialType.None } && !contract.IsContracts(at); at = at.BaseType)
            yield return at;
    }

    private static bool Is(AttributeData attribute, INamedTypeSymbol type) => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, type);
}
