using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Inputs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Processes;

/// <summary>How a case went: step by step on the drawing, with the reason of every chosen way.</summary>
[Authorize(ProcessesRegistration.Policy)]
public sealed class StoryModel(ProcessReader reader, RunStory story, CaseNames names, Words words) : PageModel
{
    public const int Size = 50;

    private const int LongestValue = 200;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>After which step the drawing is shown; the last when not given.</summary>
    [FromQuery]
    public int? Step { get; set; }

    /// <summary>Values hold people's data: administrators see them.</summary>
    public bool SeesValues => User.IsInRole(Roles.Administrator);

    public RunPlaces Places { get; private set; } = null!;

    public string? About { get; private set; }

    public int Length { get; private set; }

    public int At { get; private set; }

    public int From { get; private set; }

    public IReadOnlyList<StoryStep> Steps { get; private set; } = [];

    public StoryPlaces Then { get; private set; } = null!;

    public ILookup<int, FlowChoice>? Choices { get; private set; }

    public StoryStep? Shown => Steps.FirstOrDefault(step => step.Step == At);

    public string CauseOf(string cause) => StepWords.Cause(cause, reader);

    /// <summary>What a step moved; elements without a name that were passed at once are not told.</summary>
    public string MovesOf(StoryStep step) =>
        string.Join(
            ", ",
            from move in step.Elements.Zip(step.Moves)
            group move.Second by move.First into moves
            let what = StepWords.Moves(string.Concat(moves))
            where what != StepWords.Passed || Places.Elements.GetValueOrDefault(moves.Key)?.Name.Length > 0
            select $"{Places.NameOf(moves.Key)} ({words[what].Value})"
        );

    public static string Value(FeelValue value)
    {
        var text = FeelJson.ToText(value);
        return text.Length > LongestValue ? text[..LongestValue] + "…" : text;
    }

    [Reads("ViewRun", "Просмотр экземпляра процесса")]
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var id = new RunId(Id);
        if (await reader.Places(id, cancellationToken) is not { } places)
            return NotFound();
        Places = places;
        About = (await names.Of([Id], cancellationToken)).GetValueOrDefault(Id)?.Text;
        Length = await story.Length(id, cancellationToken);
        At = Math.Clamp(Step ?? Length, 1, Math.Max(1, Length));
        From = ((At - 1) / Size * Size) + 1;
        Steps = await story.Steps(id, From, From + Size - 1, cancellationToken);
        Then = await story.Places(id, At, cancellationToken);
        if (Length <= RunStory.MostPlayed)
            Choices = await story.Choices(id, cancellationToken);
        return Page();
    }
}
