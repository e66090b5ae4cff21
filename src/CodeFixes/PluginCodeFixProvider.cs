using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Partime.CodeFixes;

/// <summary>Offers the cure of a mistake where there is an obvious one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class PluginCodeFixProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [.. Cures.Of.Keys.OrderBy(id => id, StringComparer.Ordinal)];

    /// <summary>One after the other: the changes of two may meet, and the first mistake of a project may have no cure.</summary>
    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(CureAllAsync);

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
            return;
        foreach (var mistake in context.Diagnostics)
            if (await CureAsync(context.Document, NodeOf(mistake, root), mistake, context.CancellationToken).ConfigureAwait(false) is var (title, cured))
                context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(cured), mistake.Id), mistake);
    }

    private static async Task<Document?> CureAllAsync(FixAllContext context, Document document, ImmutableArray<Diagnostic> mistakes)
    {
        if (await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
            return null;
        var cured = document.WithSyntaxRoot(root.TrackNodes(mistakes.Select(mistake => NodeOf(mistake, root))));
        foreach (var mistake in mistakes)
            if ((await cured.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false))?.GetCurrentNode(NodeOf(mistake, root)) is { } node
                && await CureAsync(cured, node, mistake, context.CancellationToken).ConfigureAwait(false) is var (_, next))
                cured = next;
        return cured;
    }

    private static SyntaxNode NodeOf(Diagnostic mistake, SyntaxNode root) => root.FindNode(mistake.Location.SourceSpan, getInnermostNodeForTie: true);

    /// <summary>By the first cure after which the file has no more errors than before.</summary>
    private static async Task<(string Title, Document Cured)?> CureAsync(Document document, SyntaxNode node, Diagnostic mistake, CancellationToken cancellationToken)
    {
        foreach (var cure in Cures.Of[mistake.Id](node, mistake.Properties.GetValueOrDefault("write")))
        {
            var cured = document.WithSyntaxRoot(node.SyntaxTree.GetRoot(cancellationToken).ReplaceNode(cure.Node, cure.Cured));
            if (await CountErrorsAsync(cured, cancellationToken).ConfigureAwait(false) <= await CountErrorsAsync(document, cancellationToken).ConfigureAwait(false))
                return (cure.Title, cured);
        }
        return null;
    }

    private static async Task<int> CountErrorsAsync(Document document, CancellationToken cancellationToken) =>
        await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model
            ? model.GetDiagnostics(cancellationToken: cancellationToken).Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            : 0;
}
