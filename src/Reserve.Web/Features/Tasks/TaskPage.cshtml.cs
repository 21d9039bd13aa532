using System.Globalization;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Tasks;

/// <summary>What a field's partial needs: the field, what stands in it, and what is wrong with it.</summary>
public sealed record FieldView(FormField Field, IReadOnlyList<string> Values, string? Problem)
{
    public string Id => "f-" + Field.Key;

    public string Name => TaskPageModel.Prefix + Field.Key;

    public string Value => Values.Count > 0 ? Values[0] : "";

    public string? DescribedBy =>
        (Field.Description, Problem) switch
        {
            (null, null) => null,
            (_, null) => Id + "-hint",
            (null, _) => Id + "-problem",
            _ => $"{Id}-hint {Id}-problem",
        };
}

[Authorize(TasksRegistration.Policy)]
[UploadLimit(64 * 1024 * 1024)]
public sealed class TaskPageModel(TaskQueries tasks, IMediator mediator, Caller caller, Words words) : PageModel
{
    /// <summary>Names of the form's fields on the page begin with this, so that none meets a name of the page itself.</summary>
    public const string Prefix = "f.";

    [BindProperty(SupportsGet = true)]
    public Guid Run { get; set; }

    [BindProperty(SupportsGet = true)]
    public int Wait { get; set; }

    public TaskCard Card { get; private set; } = null!;

    public IReadOnlyList<FieldView> Fields { get; private set; } = [];

    /// <summary>Why the last attempt was refused as a whole.</summary>
    public string? Refusal { get; private set; }

    public string? OutcomeProblem { get; private set; }

    public bool IsOpen => Card.State == "open";

    public bool IsMine => Card.Row.Assignee == caller.UserId;

    /// <summary>Somebody else has taken it.</summary>
    public bool IsTaken => Card.Row.Assignee is not null && !IsMine;

    public bool MayRelease =>
        IsOpen && Card.Row.Role is not (null or Roles.Candidate) && (IsMine || (IsTaken && caller.IsInRole(Roles.Administrator)));

    /// <summary>A task with a page and no form is decided on that page.</summary>
    public bool IsDecidedElsewhere => PageAddress is not null && Card.Form.Fields.Count == 0 && Card.Settings.Outcomes.Count == 0;

    /// <summary>The page of the matter, on this site only; it learns which task brought the reader.</summary>
    public string? PageAddress =>
        Card.Page is { } page
        && page.StartsWith('/')
        && !page.StartsWith("//", StringComparison.Ordinal)
        && !page.Contains('\\', StringComparison.Ordinal)
            ? $"{page}{(page.Contains('?', StringComparison.Ordinal) ? '&' : '?')}task={Run}/{Wait}"
            : null;

    [Reads("ViewTask", "Просмотр задачи")]
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        Fields = [.. Card.Form.Fields.Select(field => new FieldView(field, Earlier(field), null))];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? outcome, CancellationToken cancellationToken)
    {
        var answers = await ReadAnswers(cancellationToken);
        var result = await mediator.Send(new CompleteTask(new RunId(Run), Wait, answers, outcome), cancellationToken);
        if (result.IsOk)
        {
            this.Done(words["Задача выполнена."].Value);
            return Leave("/tasks");
        }
        return await Refused(result, answers, cancellationToken);
    }

    public async Task<IActionResult> OnPostClaimAsync(CancellationToken cancellationToken) =>
        await Moved(
            await mediator.Send(new ClaimTask(new RunId(Run), Wait), cancellationToken),
            "Задача закреплена за вами.",
            cancellationToken
        );

    public async Task<IActionResult> OnPostReleaseAsync(CancellationToken cancellationToken) =>
        await Moved(
            await mediator.Send(new ReleaseTask(new RunId(Run), Wait), cancellationToken),
            "Задача возвращена в общий список.",
            cancellationToken
        );

    private async Task<IActionResult> Moved(Result<Done, TaskRefusal> result, string done, CancellationToken cancellationToken)
    {
        if (!result.IsOk)
            return await Refused(result, RawAnswers.None, cancellationToken);
        this.Done(words[done].Value);
        return Leave($"/tasks/{Run}/{Wait}");
    }

    private async Task<IActionResult> Refused(Result<Done, TaskRefusal> result, RawAnswers answers, CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        var problems = result.IsRefused && result.Refusal is TaskRefusal.BadAnswers bad ? bad.Problems : [];
        Refusal = problems.Count > 0 ? words["Проверьте ответы: рядом с полями сказано, что не так."].Value : result.Reason;
        OutcomeProblem = problems.FirstOrDefault(problem => problem.Field == "outcome")?.Text;
        Fields =
        [
            .. Card.Form.Fields.Select(field => new FieldView(
                field,
                answers.All(field.Key),
                problems.FirstOrDefault(problem => problem.Field == field.Key)?.Text
            )),
        ];
        Response.StatusCode = problems.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status409Conflict;
        return Page();
    }

    /// <summary>A redirect that htmx follows with the whole page.</summary>
    private IActionResult Leave(string address)
    {
        if (!Request.Headers.ContainsKey("HX-Request"))
            return LocalRedirect(address);
        Response.Headers["HX-Redirect"] = address;
        return new NoContentResult();
    }

    private async Task<bool> Load(CancellationToken cancellationToken)
    {
        if (await tasks.Card(new RunId(Run), Wait, cancellationToken) is not { } card)
            return false;
        Card = card;
        return true;
    }

    private async Task<RawAnswers> ReadAnswers(CancellationToken cancellationToken)
    {
        var form = await Request.ReadFormAsync(cancellationToken);
        var files = new List<AttachedFile>();
        foreach (
            var file in form.Files.Where(file =>
                file.Name.StartsWith(Prefix, StringComparison.Ordinal) && file.Length is > 0 and <= FormAnswers.LongestFile + 1
            )
        )
        {
            using var content = new MemoryStream();
            await file.CopyToAsync(content, cancellationToken);
            files.Add(new AttachedFile(file.Name[Prefix.Length..], Path.GetFileName(file.FileName), file.ContentType, content.ToArray()));
        }
        return new RawAnswers(
            form.Where(entry => entry.Key.StartsWith(Prefix, StringComparison.Ordinal))
                .ToDictionary(entry => entry.Key[Prefix.Length..], entry => entry.Value.Select(value => value ?? "").ToArray()),
            files
        );
    }

    /// <summary>What the field held when the task's variable was answered before.</summary>
    private IReadOnlyList<string> Earlier(FormField field)
    {
        using var inputs = JsonDocument.Parse(Card.Inputs);
        if (
            !inputs.RootElement.TryGetProperty("earlier", out var earlier)
            || earlier.ValueKind != JsonValueKind.Object
            || field.Key.Length == 0
            || !earlier.TryGetProperty(field.Key, out var value)
        )
            return [];
        return value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Object => [],
            JsonValueKind.Array => [.. value.EnumerateArray().Select(item => item.ToString())],
            JsonValueKind.True => ["true"],
            JsonValueKind.False => [],
            JsonValueKind.Number => [value.GetDecimal().ToString("0.############################", CultureInfo.InvariantCulture)],
            JsonValueKind.String when field.Kind == FieldKind.DateTime => [value.GetString()![..Math.Min(16, value.GetString()!.Length)]],
            _ => [value.ToString()],
        };
    }
}
