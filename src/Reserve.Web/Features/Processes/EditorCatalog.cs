using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel.Analysis;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Starts;
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
    private readonly WatchedSources sources;
    private readonly Words words;

    internal EditorCatalog(
        ReserveDb db,
        ActivityCatalog activities,
        TaskCommands commands,
        ProcessQueries queries,
        WatchedSources sources,
        Words words
    )
    {
        this.sources = sources;
        this.commands = commands;
        this.db = db;
        this.activities = activities;
        this.queries = queries;
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
        var facts = BundleFacts.Of(editable.Files);
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
                start = new { Type = PersonStart.ActivityType, PersonStart.Gives },
                watch = new
                {
                    Type = StartWhen.ActivityType,
                    StartWhen.Gives,
                    Sources = sources.All.Select(source => new
                    {
                        source.Name,
                        Title = words[source.Title].Value,
                        KeyTitle = source.KeyTitle is { } key ? words[key].Value : null,
                        Keys = source.Keys.Select(code => new
                        {
                            Code = code,
                            Name = Roles.All.Contains(code) ? words[Roles.NameOf(code)].Value : code,
                        }),
                    }),
                },
                timer = new { StartAt.Gives },
                roles = Roles.All.Select(role => new { Code = role, Name = words[Roles.NameOf(role)].Value }),
                people,
                facts.Forms,
                facts.Decisions,
                processes = processes.DistinctBy(process => process.Key).Select(process => new { process.Key, process.Name }),
                pages = PageAddresses.All,
                templates = editable.Templates.Select(Path.GetFileName),
                letters = Names(editable.Files, "letters/"),
                functions = FeelCatalog.Functions,
                facts.Given,
            },
            JsonSerializerOptions.Web
        );
    }

    private object Activity(ActivityDescription activity)
    {
        return new
        {
            activity.Type,
            Title = activity.Title is null ? null : words[activity.Title].Value,
            activity.Inputs,
            activity.Outputs,
            activity.GivesItsInputs,
            Refusals = Refusals(activity.Outcome.GetGenericArguments()[1]),
        };
    }

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

    private static IEnumerable<string> Names(IReadOnlyDictionary<string, string> files, string folder) =>
        files
            .Keys.Where(path => path.StartsWith(folder, StringComparison.Ordinal))
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal);
}
