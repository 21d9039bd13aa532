using System.Text;
using Reserve.Engine.Dmn;
using Reserve.Engine.Dmn.Model;
using Reserve.Web.Features.Processes;

namespace Reserve.Web.Features.Rules;

/// <summary>A rule of a table that was added, removed or changed; numbers are those that a reader sees beside it.</summary>
public sealed record RowDifference(DifferenceKind Kind, int? WasNumber, int? NowNumber, IReadOnlyList<ChangedFact> Cells);

/// <summary>A decision, input, type or function that differs.</summary>
/// <param name="Kind">Whether it is new, gone or changed.</param>
/// <param name="Word">What it is, in Russian.</param>
/// <param name="Id">Its id in the file.</param>
/// <param name="Name">Its name, the newer one.</param>
/// <param name="Facts">Its own properties that differ.</param>
/// <param name="Rows">The rules of its table that differ.</param>
public sealed record PartDifference(
    DifferenceKind Kind,
    string Word,
    string Id,
    string Name,
    IReadOnlyList<ChangedFact> Facts,
    IReadOnlyList<RowDifference> Rows
);

/// <summary>
/// What differs between two files of rules in meaning. Parts and rules are matched by id, then by content, so that a moved rule is no
/// change unless the order of rules counts.
/// </summary>
public sealed record RuleDifference(IReadOnlyList<PartDifference> Parts)
{
    public static RuleDifference Between(string was, string now)
    {
        var (former, latter) = (Read(was), Read(now));
        var found = new List<PartDifference>();
        foreach (var part in latter)
        {
            var before = former.FirstOrDefault(other => other.Word == part.Word && other.Id == part.Id);
            var facts = Facts(before?.Facts ?? [], part.Facts);
            var rows = TableDifference.Rows(before?.Table, part.Table);
            if (before is null)
                found.Add(new PartDifference(DifferenceKind.Added, part.Word, part.Id, part.Name, facts, rows));
            else if (facts.Count + rows.Count > 0)
                found.Add(new PartDifference(DifferenceKind.Changed, part.Word, part.Id, part.Name, facts, rows));
        }
        found.AddRange(
            former
                .Where(part => !latter.Any(other => other.Word == part.Word && other.Id == part.Id))
                .Select(part => new PartDifference(DifferenceKind.Removed, part.Word, part.Id, part.Name, [], []))
        );
        return new RuleDifference(found);
    }

    private static List<ChangedFact> Facts(IReadOnlyList<(string What, string Text)> was, IReadOnlyList<(string What, string Text)> now)
    {
        var former = was.ToLookup(fact => fact.What, fact => fact.Text);
        var latter = now.ToLookup(fact => fact.What, fact => fact.Text);
        return
        [
            .. now.Concat(was)
                .Select(fact => fact.What)
                .Distinct()
                .Select(what => new ChangedFact(what, Joined(former[what]), Joined(latter[what])))
                .Where(fact => fact.Was != fact.Now),
        ];

        static string? Joined(IEnumerable<string> texts) => texts.Any() ? string.Join("\n", texts) : null;
    }

    private static IReadOnlyList<Part> Read(string xml)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(xml));
        if (DmnReader.ReadDefinitions(stream).Definitions is not { } model)
            return [];
        var names = model
            .Decisions.Concat<DmnElement>(model.InputData)
            .Concat(model.KnowledgeModels)
            .Concat(model.Services)
            .Where(element => element.Id.Length > 0)
            .GroupBy(element => element.Id)
            .ToDictionary(group => group.Key, group => group.First().Name);
        string Needs(IReadOnlyList<DmnReference> references) =>
            string.Join(
                ", ",
                references.Select(reference => names.GetValueOrDefault(reference.Id, reference.Id)).Order(StringComparer.Ordinal)
            );

        return
        [
            new Part(
                "модель",
                "",
                model.Name,
                [
                    ("название", model.Name),
                    .. Optional("описание", model.Description),
                    .. model.Imports.Select(import => ("подключает", import.Namespace)),
                ],
                null
            ),
            .. model.ItemDefinitions.Select(type => new Part("тип", type.Name, type.Name, [.. LogicFacts.Of(type, "")], null)),
            .. model.InputData.Select(input => Of("вход", input, [], null, "")),
            .. model.Decisions.Select(decision =>
                Of("решение", decision, [.. Optional("вопрос", decision.Question)], decision.Logic, Needs(decision.Requirements))
            ),
            .. model.KnowledgeModels.Select(function => Of("функция", function, [], function.Logic, Needs(function.Requirements))),
            .. model.Services.Select(service =>
                Of(
                    "служба решений",
                    service,
                    [("результаты", Needs(service.Outputs)), ("внутри", Needs(service.Encapsulated))],
                    null,
                    Needs([.. service.InputData, .. service.InputDecisions])
                )
            ),
        ];
    }

    private static Part Of(string word, DmnElement element, IReadOnlyList<(string, string)> own, DmnExpression? logic, string needs) =>
        new(
            word,
            element.Id.Length > 0 ? element.Id : element.Name,
            element.Name,
            [
                ("название", element.Name),
                .. element.Variable.Name == element.Name ? [] : Optional("переменная", element.Variable.Name),
                .. Optional("тип значения", element.Variable.TypeRef),
                .. Optional("описание", element.Description),
                .. own,
                .. Optional("использует", needs),
                .. LogicFacts.Of(logic),
            ],
            logic as DmnDecisionTable
        );

    private static IEnumerable<(string, string)> Optional(string what, string? text) =>
        string.IsNullOrWhiteSpace(text) ? [] : [(what, text.Trim())];

    private sealed record Part(
        string Word,
        string Id,
        string Name,
        IReadOnlyList<(string What, string Text)> Facts,
        DmnDecisionTable? Table
    );
}
