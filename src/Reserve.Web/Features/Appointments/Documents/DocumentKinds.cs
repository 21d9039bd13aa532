using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Files;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>A document that the process asks for.</summary>
/// <param name="Key">As the rule of completeness knows it.</param>
/// <param name="Russian">What it is called.</param>
/// <param name="Shown">The same in the reader's language.</param>
internal sealed record DocumentKind(string Key, string Russian, string Shown);

/// <summary>The documents that one version of the process asks for, and its rule that tells them apart.</summary>
internal sealed class KindsOfCase(Deployed? process, DecisionRunner decisions, FeelOptions options)
{
    /// <summary>The form whose ticks are the list.</summary>
    public const string Form = "documents";

    private const string Rule = "rules/document-kind.dmn";
    private const string Decision = "kind";
    private const int TextOfRule = 2_000;

    /// <summary>In the order of the list.</summary>
    public IReadOnlyList<DocumentKind> All { get; } =
        process?.Files.TryGetValue(ProcessCompiler.FormPath(Form), out var json) == true
            ?
            [
                .. TaskForm
                    .Parse(json)
                    .Fields.Where(field => field.Kind == FieldKind.Checkbox)
                    .Select(field => new DocumentKind(field.Key, field.Label, TaskForm.Pick(field.Label, field.LabelEn))),
            ]
            : [];

    public bool Knows(string kind) => kind is CaseDocument.Other or CaseDocument.Act || All.Any(known => known.Key == kind);

    /// <summary>What a file is by its name and first words; null when the rule does not say, or there is none.</summary>
    public string? Propose(TakenFile file)
    {
        if (process?.Files.ContainsKey(Rule) != true)
            return null;
        var ending = Path.GetExtension(file.Name);
        var asked = new RunEffect.EvaluateDecision(
            0,
            "",
            Decision,
            Rule,
            FeelContext.Of(
                ("name", FeelValue.From(Plain(file.Name[..^ending.Length]))),
                ("text", FeelValue.From(Plain(file.Text.Length > TextOfRule ? file.Text[..TextOfRule] : file.Text))),
                ("ending", FeelValue.From(ending.TrimStart('.').ToLowerInvariant()))
            )
        );
        return
            decisions.Evaluate(process, asked, options) is DecisionOutcome.Made { Value: var value }
            && value.AsString() is { } kind
            && Knows(kind)
            ? kind
            : null;
    }

    /// <summary>Lower case, ё as е, one blank where there were several or a sign of another word's end.</summary>
    private static string Plain(string text) =>
        string.Join(
            ' ',
            text.ToLowerInvariant()
                .Replace('ё', 'е')
                .Split([' ', '\n', '_', '-', '.', '\u00AD', '\u00A0'], StringSplitOptions.RemoveEmptyEntries)
        );
}

/// <summary>Finds the list of documents of a case: of the version on which it runs, or else of the one that is in force.</summary>
internal sealed class DocumentKinds(
    ReserveDb db,
    ProcessQueries processes,
    ProcessCatalog catalog,
    DecisionRunner decisions,
    ProcessClock clock,
    Caller caller
)
{
    public async Task<KindsOfCase> Of(AppointmentCase appointment, CancellationToken cancellationToken)
    {
        await using var reading = await db.Reading(cancellationToken);
        var run = await processes.RunOf(appointment.Subject, cancellationToken);
        return await Of(run is null ? null : new DefinitionId(run.DefinitionId), appointment.Territory, cancellationToken);
    }

    /// <summary>Of what a new request in this territory runs on.</summary>
    public async Task<KindsOfCase> In(string territory, CancellationToken cancellationToken)
    {
        await using var reading = await db.Reading(cancellationToken);
        return await Of(null, territory, cancellationToken);
    }

    private async Task<KindsOfCase> Of(DefinitionId? version, string territory, CancellationToken cancellationToken)
    {
        var session = new RuntimeSession(db);
        version ??= await ProcessCatalog.Current(CaseRegistration.Process, territory, session, cancellationToken);
        var process = version is { } known ? await catalog.Get(known, session, cancellationToken) : null;
        return new KindsOfCase(process, decisions, clock.Options(caller.Stamp().At, territory));
    }
}
