using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Opinions;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments;

/// <summary>What the rule made of the votes, as the run has it.</summary>
internal sealed record Tally(string Result, string? Text, long Yes, long No, long Abstained)
{
    public static Tally? Of(FeelContext known)
    {
        if (!known.TryGet("voting", out var value) || value.AsContext() is not { } voting || TextOf(voting, "result") is not { } result)
            return null;
        return new Tally(result, TextOf(voting, "text"), Number(voting, "yes"), Number(voting, "no"), Number(voting, "abstained"));
    }

    private static string? TextOf(FeelContext context, string name) => context.TryGet(name, out var value) ? value.AsString() : null;

    private static long Number(FeelContext context, string name) =>
        context.TryGet(name, out var value) && long.TryParse(value.ToString(), out var number) ? number : 0;
}

/// <summary>What a decision about a case is made of, for whoever makes it.</summary>
internal sealed record DecisionMatter(
    AppointmentCase Case,
    Tally? Tally,
    IReadOnlyList<ExpertOpinion> Opinions,
    OpinionSheet Sheet,
    IReadOnlyList<ConflictOfInterest> Conflicts,
    IReadOnlyList<(string Member, string Text)> Dissents,
    IReadOnlyList<Decision> Former,
    IReadOnlyList<PaperLine> Papers,
    DateOnly LastDay
)
{
    /// <summary>How often it may still be postponed.</summary>
    public int PostponementsLeft => Math.Max(0, DecisionRule.MostPostponed - Former.Count(row => row.Kind == DecisionKind.Postpone));
}

/// <summary>The matter of the decision beside its form: tally, opinions, conflicts, defects, papers, and how it may be postponed.</summary>
public sealed class DecisionFactsViewComponent(
    ReserveDb db,
    TaskQueries tasks,
    DecisionRule rule,
    PaperArchive archive,
    OpinionSheets sheets,
    Caller caller,
    TimeProvider clock
) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync(TaskCard card)
    {
        var cancellation = HttpContext.RequestAborted;
        if (!Guid.TryParse(card.SubjectId, out var subject))
            return Content("");
        var id = new AppointmentCaseId(subject);
        var conflicts = await db.Set<ConflictOfInterest>()
            .AsNoTracking()
            .Where(row => row.CaseId == id)
            .OrderBy(row => row.DeclaredAt)
            .ToListAsync(cancellation);
        if (
            conflicts.Exists(row => row.UserId == caller.UserId)
            || await db.Set<AppointmentCase>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellation) is not { } appointment
        )
            return Content("");
        var opinions = await db.Set<ExpertOpinion>()
            .AsNoTracking()
            .Where(row => row.CaseId == id && row.GivenAt != null)
            .OrderBy(row => row.GivenAt)
            .ToListAsync(cancellation);
        var dissents = await db.Set<DissentingOpinion>()
            .AsNoTracking()
            .Where(row => row.CaseId == id)
            .Join(db.Set<Vote>(), row => row.VoteId, vote => vote.Id, (row, vote) => new { vote.MemberName, row.Text })
            .ToListAsync(cancellation);
        var former = await db.Set<Decision>()
            .AsNoTracking()
            .Where(row => row.CaseId == id)
            .OrderBy(row => row.DecidedAt)
            .ToListAsync(cancellation);
        return View(
            "/Features/Appointments/DecisionFacts.cshtml",
            new DecisionMatter(
                appointment,
                Tally.Of(await tasks.Known(card, cancellation)),
                opinions,
                await sheets.Of(opinions, cancellation),
                conflicts,
                [.. dissents.Select(row => (row.MemberName, row.Text))],
                former,
                await archive.Of(new PaperSubject(PaperSubjectKind.AppointmentCase, subject), cancellation),
                rule.LastDay(clock.GetUtcNow())
            )
        );
    }
}
