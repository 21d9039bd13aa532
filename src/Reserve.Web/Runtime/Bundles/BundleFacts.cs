using System.Text.Json;
using Reserve.Engine.Dmn;
using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Feel;
using Reserve.Web.Runtime.Forms;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>A form of a bundle, by the name under which tasks know it.</summary>
internal sealed record FormFacts(string Name, string Title, IReadOnlyList<string> Fields);

/// <summary>A decision of a bundle: the data that it reads, and the names in its result.</summary>
internal sealed record DecisionFacts(
    string File,
    string Id,
    string Name,
    IReadOnlyCollection<string> Inputs,
    IReadOnlyList<string> Outputs
);

/// <summary>What the files around a drawing declare: the editor offers it, the checks know it.</summary>
/// <param name="Forms">The forms, by name.</param>
/// <param name="Decisions">The decisions of all files of rules.</param>
/// <param name="Given">
/// The variables that the samples give: at the start by the process's id, with a task by the element's id, with a message by its name.
/// </param>
internal sealed record BundleFacts(
    IReadOnlyList<FormFacts> Forms,
    IReadOnlyList<DecisionFacts> Decisions,
    IReadOnlyDictionary<string, SortedSet<string>> Given
)
{
    public static BundleFacts Of(IReadOnlyDictionary<string, string> files) => Of(files, ProcessCompiler.Rules(files));

    /// <summary>The same for whoever has read the rules already.</summary>
    public static BundleFacts Of(IReadOnlyDictionary<string, string> files, IReadOnlyDictionary<string, DmnReadResult> rules) =>
        new([.. FormsOf(files)], [.. DecisionsOf(rules)], GivenBy(files));

    private static IEnumerable<FormFacts> FormsOf(IReadOnlyDictionary<string, string> files)
    {
        const string folder = "forms/";
        const string ending = ".json";
        foreach (
            var (path, content) in files.Where(file => file.Key.StartsWith(folder, StringComparison.Ordinal)).OrderBy(file => file.Key)
        )
        {
            // One that cannot be read can be named all the same; the check says so.
            var form = TaskForm.TryParse(content, out _) ?? TaskForm.Empty;
            yield return new FormFacts(
                path[folder.Length..^ending.Length],
                form.Shown,
                [.. form.Fields.Where(field => field.HasAnswer).Select(field => field.Key.Split('.')[0]).Distinct()]
            );
        }
    }

    private static IEnumerable<DecisionFacts> DecisionsOf(IReadOnlyDictionary<string, DmnReadResult> rules) =>
        from file in rules
        let definitions = file.Value.Model?.Definitions
        where definitions is not null
        from decision in definitions.Decisions
        select new DecisionFacts(
            file.Key,
            decision.Id.Length > 0 ? decision.Id : decision.Name,
            decision.Name,
            InputsOf(decision, definitions),
            [.. OutputsOf(decision.Logic)]
        );

    /// <summary>The data that the decision reads, those of the decisions beneath it included.</summary>
    private static HashSet<string> InputsOf(DmnDecision decision, DmnDefinitions definitions)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<DmnDecision>([decision]);
        while (waiting.TryPop(out var next))
        {
            foreach (var required in next.Requirements.Where(required => required.Namespace is null && seen.Add(required.Id)))
            {
                if (definitions.InputData.FirstOrDefault(input => input.Id == required.Id) is { } input)
                    names.Add(input.Variable.Name);
                else if (definitions.Decisions.FirstOrDefault(other => other.Id == required.Id) is { } other)
                    waiting.Push(other);
            }
        }
        return names;
    }

    private static IEnumerable<string> OutputsOf(DmnExpression? logic) =>
        logic switch
        {
            DmnDecisionTable { Outputs.Count: > 1 } table => table.Outputs.Select(output => output.Name).OfType<string>(),
            DmnContext context when context.Entries.All(entry => entry.Variable is not null) => context.Entries.Select(entry =>
                entry.Variable!.Name
            ),
            DmnLiteral literal => NamesIn(literal.Text.Text),
            _ => [],
        };

    /// <summary>The names of the context that a FEEL text gives, as far as they are plain to see.</summary>
    internal static IEnumerable<string> NamesIn(string context) =>
        FeelExpression.Parse(context).Expression?.InferType().Fields.Select(field => field.Name) ?? [];

    private static Dictionary<string, SortedSet<string>> GivenBy(IReadOnlyDictionary<string, string> files)
    {
        var given = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var (_, content) in files.Where(file => file.Key.StartsWith("samples/", StringComparison.Ordinal)))
        {
            try
            {
                using var sample = JsonDocument.Parse(content);
                foreach (var step in sample.RootElement.GetProperty("steps").EnumerateArray())
                    Take(step);
            }
            catch (Exception bad) when (bad is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                // A sample that cannot be read is told of where samples are played.
            }
        }
        return given;

        void Take(JsonElement step)
        {
            if (!step.TryGetProperty("vars", out var vars) || vars.ValueKind != JsonValueKind.Object)
                return;
            foreach (var place in (string[])["id", "name", "message"])
            {
                if (!step.TryGetProperty(place, out var name) || name.ValueKind != JsonValueKind.String)
                    continue;
                if (!given.TryGetValue(name.GetString()!, out var names))
                    given[name.GetString()!] = names = new SortedSet<string>(StringComparer.Ordinal);
                names.UnionWith(vars.EnumerateObject().Select(variable => variable.Name));
            }
        }
    }
}
