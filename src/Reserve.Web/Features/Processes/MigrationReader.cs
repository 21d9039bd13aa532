using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Execution.Migration;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Migration;

namespace Reserve.Web.Features.Processes;

/// <summary>An element of the old version, what it becomes, what it may become, and how many cases stand there.</summary>
public sealed record MappingLine(
    string Id,
    string Name,
    string Kind,
    string? To,
    MappingReason Reason,
    IReadOnlyList<PlaceChoice> Choices,
    int Cases
);

/// <summary>A running case, and whether and why it can be taken over.</summary>
public sealed record CaseLine(
    Guid Run,
    CaseName Name,
    string Territory,
    bool IsSuspended,
    IReadOnlyList<string> Stands,
    MigrationWeight Weight,
    bool GoesOn,
    IReadOnlyList<string> Findings
);

/// <summary>What a migration between two versions would do.</summary>
public sealed record MigrationView(
    IReadOnlyList<MappingLine> Mapping,
    IReadOnlyList<CaseLine> Cases,
    bool IsPartly,
    IReadOnlyDictionary<string, string> Chosen
)
{
    public IReadOnlyList<CaseLine> Of(MigrationWeight weight) => [.. Cases.Where(one => one.Weight == weight)];
}

/// <summary>Reads what the wizard shows before cases are taken over.</summary>
public sealed class MigrationReader
{
    private readonly MigrationPlans plans;
    private readonly CaseNames names;

    internal MigrationReader(MigrationPlans plans, CaseNames names) => (this.plans, this.names) = (plans, names);

    /// <param name="from">The version that runs.</param>
    /// <param name="to">The version to be taken over to.</param>
    /// <param name="chosen">Old element id to new one, "" for none; null takes what is proposed.</param>
    /// <param name="words">Says findings in the language of the request.</param>
    /// <param name="only">Of these cases; null means all.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>Null when there is no such version, or the two are of different processes.</returns>
    internal async Task<MigrationView?> Of(
        Guid from,
        Guid to,
        IReadOnlyDictionary<string, string?>? chosen,
        FindingWords words,
        IReadOnlyList<RunId>? only,
        CancellationToken cancellationToken
    )
    {
        if (
            await plans.Version(new DefinitionId(from), cancellationToken) is not { } old
            || await plans.Version(new DefinitionId(to), cancellationToken) is not { } now
            || old.Key != now.Key
        )
            return null;
        var proposed = RunMigration.Propose(old.Definition, now.Definition);
        var mapping = proposed.ToDictionary(
            pair => pair.From,
            pair => chosen is not null && chosen.TryGetValue(pair.From, out var own) ? own : pair.To
        );
        var given = mapping.Where(pair => !string.IsNullOrEmpty(pair.Value)).ToDictionary(pair => pair.Key, pair => pair.Value!);
        var found = await plans.Of(old, now, given, only, cancellationToken);
        var (oldElements, newElements) = (Elements(old.Definition), Elements(now.Definition));
        var said = words.Between(oldElements, newElements);
        var about = await names.Of(
            [.. found.Select(plan => (plan.Run.SubjectType, plan.Run.SubjectId, plan.Run.BusinessKey, plan.Run.StartedAt))],
            cancellationToken
        );
        var standing = found.SelectMany(plan => plan.Stands).CountBy(id => id).ToDictionary();
        return new MigrationView(
            [
                .. proposed.Select(pair => new MappingLine(
                    pair.From,
                    ElementInfo.LabelOf(oldElements, pair.From),
                    oldElements[pair.From].ElementName,
                    mapping[pair.From],
                    mapping[pair.From] == pair.To ? pair.Reason : MappingReason.None,
                    [
                        .. RunMigration
                            .Targets(old.Definition, pair.From, now.Definition)
                            .Select(id => new PlaceChoice(id, ElementInfo.LabelOf(newElements, id), newElements[id].ElementName)),
                    ],
                    standing.GetValueOrDefault(pair.From)
                )),
            ],
            [
                .. found
                    .Zip(about)
                    .Select(pair => new CaseLine(
                        pair.First.Run.Id,
                        pair.Second,
                        pair.First.Run.Territory,
                        pair.First.IsSuspended,
                        [.. pair.First.Stands.Select(id => ElementInfo.LabelOf(oldElements, id))],
                        pair.First.Plan.Weight,
                        pair.First.Plan.GoesOn,
                        [.. pair.First.Plan.Findings.Select(said)]
                    )),
            ],
            found.Count == MigrationPlans.Most,
            given
        );
    }

    /// <summary>What became of the cases of an order, in words.</summary>
    public async Task<IReadOnlyList<(MigrationItemRow Row, CaseName Name, IReadOnlyList<string> Findings)>> Results(
        MigrationRow order,
        IReadOnlyList<MigrationItemRow> items,
        FindingWords words,
        CancellationToken cancellationToken
    )
    {
        var old = (await plans.Version(new DefinitionId(order.FromId), cancellationToken))!;
        var now = (await plans.Version(new DefinitionId(order.ToId), cancellationToken))!;
        var said = words.Between(Elements(old.Definition), Elements(now.Definition));
        var about = await names.Of(
            [.. items.Select(item => (item.SubjectType, item.SubjectId, item.BusinessKey, item.StartedAt))],
            cancellationToken
        );
        return
        [
            .. items
                .Zip(about)
                .Select(pair => (pair.First, pair.Second, (IReadOnlyList<string>)[.. FindingWords.Read(pair.First.Findings).Select(said)])),
        ];
    }

    private static Dictionary<string, ElementInfo> Elements(ProcessDefinition definition) =>
        definition.Elements.ToDictionary(element => element.Id);
}
