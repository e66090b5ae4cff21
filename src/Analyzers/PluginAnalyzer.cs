using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Partime.Analyzers;

/// <summary>Finds mistakes in workloads and executors that the compiler accepts, and that partime would find when it runs them, or never.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PluginAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rules.NeverCalled, Rules.NotConstructible, Rules.NoPlugin, Rules.NotMarked, Rules.InvalidName, Rules.SameName, Rules.NoOption, Rules.InvalidValue,
        Rules.OtherInitialValue, Rules.RequiredWithDefault, Rules.UndeclaredMetric, Rules.AsyncVoid, Rules.MutableStatic,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (ContractTypes.Of(start.Compilation) is not { } contract)
                return;
            var isLibrary = start.Options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.IsPartimePlugin", out var isPlugin) && isPlugin == "false";
            start.RegisterSymbolAction(symbol => new ClassCheck(contract, (INamedTypeSymbol)symbol.Symbol, symbol.ReportDiagnostic).Check(isLibrary), SymbolKind.NamedType);
            start.RegisterSymbolStartAction(type => new StaticCheck((INamedTypeSymbol)type.Symbol).Register(type, contract), SymbolKind.NamedType);
            start.RegisterSymbolAction(symbol => new OptionCheck(contract, (IPropertySymbol)symbol.Symbol, symbol.ReportDiagnostic).Check(), SymbolKind.Property);
            start.RegisterOperationAction(operation => CheckInitialValue(operation, contract), OperationKind.PropertyInitializer);
            start.RegisterOperationAction(operation => CheckMetric(operation, contract), OperationKind.Invocation);
        });
    }

    /// <summary>An empty text only tells the compiler that the property is never null.</summary>
    private static void CheckInitialValue(OperationAnalysisContext context, ContractTypes contract)
    {
        var initializer = (IPropertyInitializerOperation)context.Operation;
        foreach (var property in initializer.InitializedProperties)
            if (property.Find(contract.OptionAttribute) is { } option
                && option.Text("Default") is { } text
                && OptionType.Of(property.Type, contract) is { IsList: false } type
                && type.Parse(text) is { } value
                && Constant(initializer.Value) is { } constant
                && constant is not ""
                && type.Of(constant) is { } initial
                && !value.Equals(initial))
                context.ReportDiagnostic(Rules.OtherInitialValue.CreateDiagnostic(initializer.Value.Syntax.GetLocation(), (FixKeys.InitialValue, type.InSource(text, initializer)), option.Name(), text, initializer.Value.Syntax));
    }

    /// <summary>Also of a value that is converted to the property's type, as the 1 of a <c>double?</c> is.</summary>
    private static object? Constant(IOperation value)
    {
        while (!value.ConstantValue.HasValue && value is IConversionOperation conversion)
            value = conversion.Operand;
        return value.ConstantValue.HasValue ? value.ConstantValue.Value : null;
    }

    /// <summary>Only in a workload itself: a class that several workloads use may report the metrics of each.</summary>
    private static void CheckMetric(OperationAnalysisContext context, ContractTypes contract)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name != "With"
            || !(SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, contract.WorkResult) || SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, contract.WorkFailedException))
            || call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0) is not { Value.ConstantValue: { HasValue: true, Value: string name } } argument)
            return;
        for (var type = context.ContainingSymbol.ContainingType; type is not null; type = type.ContainingType)
            if (type.Find(contract.WorkloadAttribute) is not null)
            {
                if (type.FindAll(contract.MetricAttribute).All(metric => metric.Name() != name))
                    context.ReportDiagnostic(Rules.UndeclaredMetric.CreateDiagnostic(argument.Syntax.GetLocation(), PluginName.IsValid(name) ? (FixKeys.Attribute, $"Metric(\"{name}\", \"\")") : null, name, type.Name));
                return;
            }
    }
}
