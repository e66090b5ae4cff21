using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Partime.CodeFixes;

/// <summary>Offers the fix of a mistake where one is obvious, if it adds no error to the project.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class PluginCodeFixProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["PT001", "PT002", "PT003", "PT004", "PT005", "PT007", "PT009", "PT011", "PT012"];

    /// <summary>One after the other: the changes of two may meet, and the first mistake of a project may have no fix.</summary>
    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create((context, document, mistakes) => FixAllAsync(document, mistakes, context.CancellationToken));

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
            return;
        var errors = await CountErrorsAsync(context.Document, context.CancellationToken).ConfigureAwait(false);
        foreach (var mistake in context.Diagnostics)
            if (await FixAsync(context.Document, NodeOf(mistake, root), mistake, errors, context.CancellationToken).ConfigureAwait(false) is var (title, changed))
                context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(changed), mistake.Id), mistake);
    }

    private static async Task<Document?> FixAllAsync(Document document, ImmutableArray<Diagnostic> mistakes, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root)
            return null;
        var errors = await CountErrorsAsync(document, cancellationToken).ConfigureAwait(false);
        var changed = document.WithSyntaxRoot(root.TrackNodes(mistakes.Select(mistake => NodeOf(mistake, root))));
        foreach (var mistake in mistakes)
            if ((await changed.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))?.GetCurrentNode(NodeOf(mistake, root)) is { } node
                && await FixAsync(changed, node, mistake, errors, cancellationToken).ConfigureAwait(false) is var (_, next))
                changed = next;
        return changed;
    }

    private static SyntaxNode NodeOf(Diagnostic mistake, SyntaxNode root) => root.FindNode(mistake.Location.SourceSpan, getInnermostNodeForTie: true);

    private static async Task<(string Title, Document Changed)?> FixAsync(Document document, SyntaxNode node, Diagnostic mistake, int errorsBefore, CancellationToken cancellationToken)
    {
        if (Fixes.Of(mistake, node) is not { } fix)
            return null;
        var changed = document.WithSyntaxRoot(node.SyntaxTree.GetRoot(cancellationToken).ReplaceNode(fix.OldNode, fix.NewNode));
        return await CountErrorsAsync(changed, cancellationToken).ConfigureAwait(false) <= errorsBefore ? (fix.Title, changed) : null;
    }

    /// <summary>In the whole project, because other files may use what is changed.</summary>
    private static async Task<int> CountErrorsAsync(Document document, CancellationToken cancellationToken) =>
        await document.Project.GetCompilationAsync(cancellationToken).ConfigureAwait(false) is { } compilation
            ? compilation.GetDiagnostics(cancellationToken).Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            : 0;
}
