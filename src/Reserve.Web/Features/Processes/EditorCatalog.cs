using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Feel;
using Reserve.Engine.Feel.Analysis;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Processes;

/// <summary>What the properties of the process editor offer: all that a drawing may name, as the host knows it.</summary>
public sealed class EditorCatalog
{
    /// <summary>How many people a list offers; whoever is beyond is given by a formula.</summary>
    private const int MostPeople = 500;

    private readonly ReserveDb db;
    private readonly ActivityCatalog activities;
    private readonly TaskCommands commands;
    private readonly ProcessQueries queries;
    private readonly EndpointDataSource endpoints;
    private readonly Words words;

    internal EditorCatalog(
        ReserveDb db,
        ActivityCatalog activities,
        TaskCommands commands,
        ProcessQueries queries,
        EndpointDataSource endpoints,
        Words words
    )
    {
        this.commands = commands;
        this.db = db;
        this.activities = activities;
        this.queries = queries;
        this.endpoints = endpoints;
        this.words = words;
    }

    /// <summary>The catalogue as JSON; <c>Front/src/editor/types.ts</c> names its shape.</summary>
    public async Task<string> Json(Editable editable, CancellationToken cancellationToken)
    {
        var processes = await queries.Processes(cancellationToken);
        var people = await db.Set<User>()
            .AsNoTracking()
            .Where(user => !user.Disabled)
            .OrderBy(user => user.DisplayName)
            .Take(MostPeople)
            .Select(user => new { user.Id, Name = user.DisplayName })
            .ToListAsync(cancellationToken);
        return JsonSerializer.Serialize(
            new
            {
                activities = activities.All.Select(Activity),
                commands = commands.All.Select(command => new
                {
                    command.Name,
                    Title = words[command.Title].Value,
                    command.Gives,
                }),
                roles = Roles.All.Select(role => new { Code = role, Name = words[Roles.NameOf(role)].Value }),
                people,
                forms = Forms(editable.Files),
                decisions = Decisions(editable.Files),
                processes = processes.DistinctBy(process => process.Key).Select(process => new { process.Key, process.Name }),
                pages = PageAddresses(),
                templates = editable.Templates.Select(Path.GetFileNameWithoutExtension),
                letters = Names(editable.Files, "letters/"),
                functions = FeelCatalog.Functions,
                given = Given(editable.Files),
            },
            JsonSerializerOptions.Web
        );
    }

    private object Activity(ActivityDescription activity)
    {
        var outcome = activity.Outcome.GetGenericArguments();
        return new
        {
            activity.Type,
            Title = activity.Title is null ? null : words[activity.Title].Value,
            activity.Inputs,
            Outputs = Outputs(outcome[0]),
            Refusals = Refusals(outcome[1]),
        };
    }

    /// <summary>
    /// What becomes variables, as the runtime binds a result: the properties of a record, or a single value as
    /// <c>result</c>.
    /// </summary>
    private static IEnumerable<object> Outputs(Type result) =>
        result == typeof(Done) ? []
        : IsRecord(result)
            ? FeelBinding
                .Members(result)
                .Select(member => new
                {
                    member.Name,
                    TypeName = member.Property.PropertyType.Name,
                    Members = Members(member.Property.PropertyType),
                })
        :
        [
            new
            {
                Name = "result",
                TypeName = result.Name,
                Members = Array.Empty<string>(),
            },
        ];

    private static string[] Members(Type type) => IsRecord(type) ? [.. FeelBinding.Members(type).Select(member => member.Name)] : [];

    private static bool IsRecord(Type type) =>
        type.Namespace?.StartsWith("Reserve.", StringComparison.Ordinal) == true
        && !type.IsEnum
        && !type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(ITypedId<>));

    /// <summary>The codes of BPMN errors that the command may end with: members of its enum, or the records of its closed set.</summary>
    private IEnumerable<object> Refusals(Type refusal) =>
        refusal.IsEnum
            ? Enum.GetValues(refusal)
                .Cast<Enum>()
                .Select(member => new { Code = member.ToString(), Text = words[RefusalText.Of(member)].Value })
            : refusal
                .GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic)
                .Where(kind => kind.IsSubclassOf(refusal))
                .Select(kind => new
                {
                    Code = kind.Name,
                    Text = kind.GetCustomAttribute<SaysAttribute>() is { } says ? words[says.Text].Value : kind.Name,
                });

    private static IEnumerable<object> Forms(IReadOnlyDictionary<string, string> files)
    {
        const string folder = "forms/";
        const string ending = ".json";
        foreach (
            var (path, content) in files.Where(file => file.Key.StartsWith(folder, StringComparison.Ordinal)).OrderBy(file => file.Key)
        )
        {
            // One that cannot be read can be named all the same; the check says so.
            var form = TaskForm.TryParse(content, out _) ?? TaskForm.Empty;
            yield return new
            {
                Name = path[folder.Length..^ending.Length],
                Title = form.Shown,
                Fields = form.Fields.Where(field => field.Kind != FieldKind.Text && field.Key.Length > 0).Select(field => field.Key),
            };
        }
    }

    private static IEnumerable<string> Names(IReadOnlyDictionary<string, string> files, string folder) =>
        files
            .Keys.Where(path => path.StartsWith(folder, StringComparison.Ordinal))
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<object> Decisions(IReadOnlyDictionary<string, string> files) =>
        from file in ProcessCompiler.Rules(files)
        let definitions = file.Value.Model?.Definitions
        where definitions is not null
        from decision in definitions.Decisions
        select new
        {
            File = file.Key,
            Id = decision.Id.Length > 0 ? decision.Id : decision.Name,
            decision.Name,
            Inputs = InputsOf(decision, definitions),
            Outputs = OutputsOf(decision.Logic),
        };

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
            DmnLiteral literal => FeelExpression.Parse(literal.Text.Text).Expression?.InferType().Fields.Select(field => field.Name) ?? [],
            _ => [],
        };

    /// <summary>The addresses of pages that a task can lead to.</summary>
    private IEnumerable<string> PageAddresses() =>
        endpoints
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    /// <summary>
    /// The variables that the samples of the process give: at its start by the process's id, with a task by the element's id, with a
    /// message by the message's name.
    /// </summary>
    private static Dictionary<string, SortedSet<string>> Given(IReadOnlyDictionary<string, string> files)
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
