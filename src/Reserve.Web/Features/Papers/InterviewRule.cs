using Reserve.Documents.Papers;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Papers;

/// <summary>
/// The questions for the interview, by the rule that lies beside the template of the brief: of the version by which the run goes, else of
/// the version in force in the territory.
/// </summary>
internal sealed class InterviewRule(ReserveDb db, ProcessCatalog catalog, RunAtWork atWork, DecisionRunner decisions, ProcessClock clock)
{
    /// <summary>The shipped rule.</summary>
    public const string File = "rules/interview.dmn";

    private const string Decision = "interview";

    /// <summary>What the rule asks about the figures of a numbered brief; nothing where the version has no such rule.</summary>
    /// <exception cref="InvalidOperationException">The rule fails.</exception>
    public async Task<IReadOnlyList<InterviewQuestion>> Questions(
        string file,
        string territory,
        BriefRecord brief,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var session = new RuntimeSession(db);
        var process = PaperTemplate.Brief.Process;
        var version =
            atWork.Now is { } run && await catalog.Get(run.Definition, session, cancellationToken) is var own && own.Key == process ? own
            : await ProcessCatalog.Newest(process, territory, session, cancellationToken) is { } newest
                ? await catalog.Get(newest, session, cancellationToken)
            : null;
        if (version is null || !version.Files.ContainsKey(file))
            return [];
        var options = clock.Options(at, territory);
        return
        [
            .. Figures(brief)
                .SelectMany(figure => Asked(version, file, figure.Given, options).Select(asked => asked with { Ref = figure.Ref }))
                .DistinctBy(question => question.Text),
        ];
    }

    private static IEnumerable<(FeelContext Given, int? Ref)> Figures(BriefRecord brief) =>
        Of(brief.Territory, null, isOwn: false)
            .Concat(brief.Own is { } own ? Of(own.Same ? brief.Territory : own.Picture, own.Change, isOwn: true) : []);

    private static IEnumerable<(FeelContext, int?)> Of(TerritoryPicture? picture, decimal? tenure, bool isOwn) =>
        picture is null
            ? []
            : picture.Lines.Select(line =>
                (
                    FeelContext.Of(
                        ("territory", FeelValue.From(picture.Name)),
                        ("own", FeelValue.From(isOwn)),
                        ("measure", FeelValue.From(line.Code)),
                        ("name", FeelValue.From(line.Name)),
                        ("year", FeelValue.From(picture.Year)),
                        ("percent", FeelValue.From(line.Percent)),
                        ("mean", FeelValue.From(line.Mean)),
                        ("best", FeelValue.From(line.Best)),
                        ("rank", FeelValue.From(line.Rank is { } rank ? (decimal)rank : (decimal?)null)),
                        ("compared", FeelValue.From(picture.Compared is { } compared ? (decimal)compared : (decimal?)null)),
                        ("change", FeelValue.From(line.Change)),
                        ("tenure", FeelValue.From(tenure))
                    ),
                    line.Refs.Percent
                )
            );

    private IEnumerable<InterviewQuestion> Asked(Deployed version, string file, FeelContext figure, FeelOptions options)
    {
        var asked = new RunEffect.EvaluateDecision(0, "", Decision, file, FeelContext.Of(("figure", FeelValue.Context(figure))));
        return decisions.Evaluate(version, asked, options) switch
        {
            DecisionOutcome.Made made => (made.Value.AsList() ?? []).Select(row => row.AsContext()).OfType<FeelContext>().Select(Question),
            DecisionOutcome.Failed failed => throw new InvalidOperationException(failed.Message),
            _ => throw new InvalidOperationException("A decision is made or fails."),
        };
    }

    private static InterviewQuestion Question(FeelContext row) => new(Text(row, "question"), Text(row, "threshold"));

    private static string Text(FeelContext row, string name) => row.TryGet(name, out var value) ? value.AsString() ?? "" : "";
}
