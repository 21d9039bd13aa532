using System.Text.Json;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Execution.Modification;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Processes;

/// <summary>A token as the page lists it; <c>Value</c> is how a form names it.</summary>
public sealed record TokenLine(string Value, string ElementId, string Name, string Kind, int Depth, int Count);

/// <summary>An element where a token may begin.</summary>
public sealed record PlaceChoice(string ElementId, string Name, string Kind);

/// <summary>An event that may be made to happen by hand; a message has a wait and may carry something.</summary>
public sealed record EventLine(int Instance, string ElementId, string Name, string Owner, bool Interrupting, int? MessageWait);

/// <summary>A variable, its value as FEEL, and where it got it.</summary>
public sealed record VariableLine(string Name, string Value, VariableOrigin? Origin);

/// <summary>An open task, and who may get it.</summary>
public sealed record HandoverLine(OpenRunTask Task, IReadOnlyList<Person> People);

/// <summary>What an administrator may do to a run.</summary>
public sealed record RunHelpView(
    IReadOnlyList<TokenLine> Tokens,
    IReadOnlyList<PlaceChoice> Places,
    IReadOnlyList<EventLine> Events,
    IReadOnlyList<VariableLine> Variables,
    IReadOnlyList<HandoverLine> Tasks
);

/// <summary>Reads what the page of a run offers to whoever helps it.</summary>
public sealed class RunHelpReader
{
    private readonly ProcessQueries queries;
    private readonly TaskQueries tasks;
    private readonly RunMarks marks;
    private readonly TaskColleagues colleagues;

    internal RunHelpReader(ProcessQueries queries, TaskQueries tasks, RunMarks marks, TaskColleagues colleagues) =>
        (this.queries, this.tasks, this.marks, this.colleagues) = (queries, tasks, marks, colleagues);

    /// <summary>Null when there is no such run in the caller's scope.</summary>
    public async Task<RunHelpView?> Of(RunId id, CancellationToken cancellationToken)
    {
        if (await queries.Look(id, cancellationToken) is not { } seen)
            return null;
        var elements = seen.Definition.Elements.ToDictionary(element => element.Id);
        var origins = await marks.Origins(id, cancellationToken);
        var handovers = new List<HandoverLine>();
        foreach (var task in await tasks.OpenOf(id, cancellationToken))
            handovers.Add(new HandoverLine(task, await colleagues.Of(task.Role, task.Territory, task.Assignee, cancellationToken)));
        return new RunHelpView(
            [.. seen.State.Tokens.Select(token => Line(token, elements))],
            [.. elements.Values.Where(MayBegin).Select(element => new PlaceChoice(element.Id, element.Label, element.ElementName))],
            [.. Listening.Of(seen.State).Select(listening => Line(listening, elements, seen.State))],
            [
                .. seen.State.Variables.Entries.Select(entry => new VariableLine(
                    entry.Key,
                    entry.Value.ToString(),
                    origins.GetValueOrDefault(entry.Key)
                )),
            ],
            handovers
        );
    }

    /// <summary>A token from how a form names it; null when it is no such name.</summary>
    public static TokenPlace? Token(string? value) =>
        value?.Split('|') is [var element, var instance, var scope]
        && int.TryParse(instance, out var number)
        && int.TryParse(scope, out var around)
            ? new TokenPlace(element, number, around)
            : null;

    private static TokenLine Line(RunToken token, Dictionary<string, ElementInfo> elements)
    {
        var (element, instance, scope) = token.Place;
        return new TokenLine(
            FormattableString.Invariant($"{element}|{instance}|{scope}"),
            element,
            ElementInfo.LabelOf(elements, element),
            token.Kind,
            token.Depth,
            token.Count
        );
    }

    private static EventLine Line(ListeningElement listening, Dictionary<string, ElementInfo> elements, ProcessRun state) =>
        new(
            listening.Instance,
            listening.ElementId,
            ElementInfo.LabelOf(elements, listening.ElementId),
            elements.TryGetValue(listening.OwnerId, out var owner) ? owner.Label : "",
            listening.Interrupting,
            state.OpenWaits.FirstOrDefault(wait => wait.ElementId == listening.ElementId && wait.Kind is "message" or "trigger")?.Id
        );

    private static bool MayBegin(ElementInfo element) => element.ElementName is not ("boundaryEvent" or "startEvent");

    /// <summary>Variables that a form gives as JSON; null when it is none.</summary>
    public static JsonElement? Json(string? text, out bool isBad)
    {
        isBad = false;
        if (string.IsNullOrWhiteSpace(text))
            return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            isBad = document.RootElement.ValueKind != JsonValueKind.Object;
            return isBad ? null : document.RootElement.Clone();
        }
        catch (JsonException)
        {
            isBad = true;
            return null;
        }
    }
}
