using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Partime.Analyzers;

/// <summary>Checks the static fields of one class: those that can change, and the collections that the class changes itself.</summary>
internal sealed class StaticCheck(INamedTypeSymbol type)
{
    /// <summary>How the methods begin that change a collection of .NET; SetEquals alone does not.</summary>
    private static readonly string[] Changes =
        ["Add", "And", "Clear", "Dequeue", "Enqueue", "ExceptWith", "Fill", "GetOrAdd", "Insert", "IntersectWith", "LeftShift", "Not", "Or", "Pop", "Push", "Remove", "Reverse", "RightShift", "Set", "Sort", "SymmetricExceptWith", "Take", "TryAdd", "TryDequeue", "TryPop", "TryRemove", "TryTake", "TryUpdate", "UnionWith", "Xor"];

    private readonly ConcurrentDictionary<ISymbol, bool> changed = new(SymbolEqualityComparer.Default);

    public void Register(SymbolStartAnalysisContext context, ContractTypes contract)
    {
        if (!type.Implements(contract.Workload))
            return;
        context.RegisterOperationAction(CheckCall, OperationKind.Invocation);
        context.RegisterOperationAction(CheckElement, OperationKind.ArrayElementReference, OperationKind.PropertyReference);
        context.RegisterSymbolEndAction(end =>
        {
            foreach (var field in type.GetMembers().OfType<IFieldSymbol>())
                Report(field, end.ReportDiagnostic);
        });
    }

    private void Report(IFieldSymbol field, Action<Diagnostic> report)
    {
        if (field is { IsStatic: true, IsConst: false } && (!field.IsReadOnly || changed.ContainsKey(field.AssociatedSymbol ?? field)) && !field.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "ThreadStaticAttribute"))
            report(Rules.MutableStatic.CreateDiagnostic(field.Place(), null, type.Name, (field.AssociatedSymbol ?? field).Name));
    }

    private void CheckCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name == "SetEquals" || !Changes.Any(start => call.TargetMethod.Name.StartsWith(start, StringComparison.Ordinal)))
            return;
        if (IsCollection(call.Instance?.Type))
            Note(call.Instance, context.ContainingSymbol);
        else if (call.TargetMethod is { IsStatic: true, ContainingType.SpecialType: SpecialType.System_Array })
            Note(call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value, context.ContainingSymbol);
    }

    /// <summary>An element that is assigned, counted or passed by reference.</summary>
    private void CheckElement(OperationAnalysisContext context)
    {
        if (context.Operation.Parent is IAssignmentOperation assignment && assignment.Target == context.Operation
            || context.Operation.Parent is IIncrementOrDecrementOperation or IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out })
            Note(CollectionOf(context.Operation), context.ContainingSymbol);
    }

    /// <summary>The collection itself or one in it. A static constructor only fills it.</summary>
    private void Note(IOperation? collection, ISymbol changing)
    {
        while (CollectionOf(collection) is { } outer)
            collection = outer;
        if (collection is IMemberReferenceOperation { Member.IsStatic: true } reference && IsCollection(reference.Type) && changing is not IMethodSymbol { MethodKind: MethodKind.StaticConstructor })
            changed[reference.Member.OriginalDefinition] = true;
    }

    private static IOperation? CollectionOf(IOperation? element) => element switch
    {
        IArrayElementReferenceOperation of => of.ArrayReference,
        IPropertyReferenceOperation { Property.IsIndexer: true } of => of.Instance,
        IConversionOperation of => of.Operand,
        _ => null,
    };

    /// <summary>Of .NET's, whose methods are known. Those that never change have methods of the same names, which make others.</summary>
    private static bool IsCollection(ITypeSymbol? type) => type is IArrayTypeSymbol
        || type?.ContainingNamespace?.ToDisplayString() is { } home && home.StartsWith("System.Collections", StringComparison.Ordinal) && type.ContainingNamespace.Name is not ("Immutable" or "Frozen");
}
