using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Appointments;

/// <summary>
/// Asks as many members of the commission for their opinion as are missing, those with the fewest open opinions first; nobody
/// who was asked before or has declared a conflict.
/// </summary>
[Allow]
[Activity("Appointments.AppointExperts", Title = "Назначить экспертов")]
public sealed record AppointExperts(AppointmentCaseId Case, int Minimum = 3) : IRequest<Result<ExpertsAppointed, AppointExpertsRefusal>>;

/// <param name="Experts">The users asked now.</param>
public sealed record ExpertsAppointed(IReadOnlyList<Guid> Experts);

public enum AppointExpertsRefusal
{
    [Says("Дело не найдено.")]
    UnknownCase,

    [Says("Свободных экспертов не хватает.")]
    NotEnoughExperts,
}

/// <summary>The secretary names the experts when the system finds too few.</summary>
[Allow(Roles.CommissionSecretary)]
public sealed record ChooseExperts(AppointmentCaseId Case, IReadOnlyList<Guid> Experts) : IRequest<Result<Done, ChooseExpertsRefusal>>;

public abstract record ChooseExpertsRefusal : IRefusal
{
    private ChooseExpertsRefusal() { }

    public abstract string Text { get; }

    public sealed record UnknownCase : ChooseExpertsRefusal
    {
        public override string Text => "Дело не найдено.";
    }

    public sealed record NobodyChosen : ChooseExpertsRefusal
    {
        public override string Text => "Выберите хотя бы одного эксперта.";
    }

    public sealed record CannotJudge(string Name) : ChooseExpertsRefusal
    {
        public override string Text => $"{Name}: уже назначен(а) экспертом или заявлен конфликт интересов.";
    }

    public sealed record UnknownPerson : ChooseExpertsRefusal
    {
        public override string Text => "Эксперт не найден среди членов комиссии этой территории.";
    }

    public sealed record NotAwaited(string Why) : ChooseExpertsRefusal
    {
        public override string Text => Why;
    }
}

/// <summary>Counts the opinions; the conflicted do not count.</summary>
[Allow]
[Activity("Appointments.SummariseOpinions", Title = "Свести заключения")]
public sealed record SummariseOpinions(AppointmentCaseId Case, int Minimum = 3) : IRequest<Result<OpinionsSummarised, CaseRefusal>>;

public sealed record OpinionsSummarised(OpinionSummary Summary);

public sealed record OpinionSummary(int Given, int Conflicts, int Positive, int Negative, bool Enough);

internal sealed class ExpertsHandler(ReserveDb db, ProcessRuntime processes, Caller caller)
    : IRequestHandler<AppointExperts, Result<ExpertsAppointed, AppointExpertsRefusal>>,
        IRequestHandler<ChooseExperts, Result<Done, ChooseExpertsRefusal>>,
        IRequestHandler<SummariseOpinions, Result<OpinionsSummarised, CaseRefusal>>
{
    public async Task<Result<ExpertsAppointed, AppointExpertsRefusal>> Handle(AppointExperts request, CancellationToken cancellationToken)
    {
        if (await db.Set<AppointmentCase>().SingleOrDefaultAsync(row => row.Id == request.Case, cancellationToken) is not { } appointment)
            return AppointExpertsRefusal.UnknownCase;
        appointment.AskExperts();
        var counted = await db.Set<ExpertOpinion>()
            .CountAsync(row => row.CaseId == appointment.Id && row.Verdict != null, cancellationToken);
        var missing = request.Minimum - counted;
        var free = (await Free(appointment, await Judges(appointment, cancellationToken), cancellationToken))
            .OrderBy(judge => judge.Owed)
            .ThenBy(judge => judge.Name, StringComparer.CurrentCulture)
            .Take(missing)
            .ToList();
        if (free.Count < missing)
            return AppointExpertsRefusal.NotEnoughExperts;
        db.AddRange(free.Select(judge => ExpertOpinion.Ask(appointment, judge.UserId, judge.Name, caller.Stamp())));
        return new ExpertsAppointed([.. free.Select(judge => judge.UserId)]);
    }

    public async Task<Result<Done, ChooseExpertsRefusal>> Handle(ChooseExperts request, CancellationToken cancellationToken)
    {
        if (await db.Set<AppointmentCase>().SingleOrDefaultAsync(row => row.Id == request.Case, cancellationToken) is not { } appointment)
            return new ChooseExpertsRefusal.UnknownCase();
        if (request.Experts.Count == 0)
            return new ChooseExpertsRefusal.NobodyChosen();
        var judges = (await Judges(appointment, cancellationToken)).FindAll(judge => request.Experts.Contains(judge.UserId));
        var free = await Free(appointment, judges, cancellationToken);
        foreach (var expert in request.Experts.Distinct())
        {
            if (judges.Find(judge => judge.UserId == expert) is not { } judge)
                return new ChooseExpertsRefusal.UnknownPerson();
            if (free.All(row => row.UserId != expert))
                return new ChooseExpertsRefusal.CannotJudge(judge.Name);
        }

        appointment.AskExperts();
        db.AddRange(
            free.DistinctBy(judge => judge.UserId).Select(judge => ExpertOpinion.Ask(appointment, judge.UserId, judge.Name, caller.Stamp()))
        );
        var answers = FeelContext.Of(
            ("experts", FeelValue.List([.. request.Experts.Distinct().Select(expert => FeelValue.From(expert.ToString()))]))
        );
        var completed = await processes.CompleteTask(appointment.Subject, "ChooseExperts", answers, null, caller.UserId, cancellationToken);
        return completed.IsOk ? new Done() : new ChooseExpertsRefusal.NotAwaited(completed.Reason!);
    }

    public async Task<Result<OpinionsSummarised, CaseRefusal>> Handle(SummariseOpinions request, CancellationToken cancellationToken)
    {
        if (!await db.Set<AppointmentCase>().AnyAsync(row => row.Id == request.Case, cancellationToken))
            return CaseRefusal.UnknownCase;
        var opinions = await db.Set<ExpertOpinion>()
            .AsNoTracking()
            .Where(row => row.CaseId == request.Case && row.GivenAt != null)
            .ToListAsync(cancellationToken);
        var positive = opinions.Count(opinion => opinion.Verdict == Verdict.Positive);
        var negative = opinions.Count(opinion => opinion.Verdict == Verdict.Negative);
        return new OpinionsSummarised(
            new OpinionSummary(
                positive + negative,
                opinions.Count(opinion => opinion.HasConflict),
                positive,
                negative,
                positive + negative >= request.Minimum
            )
        );
    }

    /// <summary>The members of the commissions whose territory covers the case; the chair decides and gives no opinion.</summary>
    private Task<List<Judge>> Judges(AppointmentCase appointment, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<Judge>(
                $"""select user_id as "UserId", name as "Name", owed as "Owed" from reserve_experts({appointment.Territory})"""
            )
            .ToListAsync(cancellationToken);

    /// <summary>Those who were not asked before and have no conflict of interest.</summary>
    private async Task<List<Judge>> Free(AppointmentCase appointment, List<Judge> judges, CancellationToken cancellationToken)
    {
        var asked = await db.Set<ExpertOpinion>()
            .Where(row => row.CaseId == appointment.Id)
            .Select(row => row.ExpertUserId)
            .ToListAsync(cancellationToken);
        var conflicts = await db.Set<ConflictOfInterest>()
            .Where(row => row.CaseId == appointment.Id)
            .Select(row => row.UserId)
            .ToListAsync(cancellationToken);
        return judges.FindAll(judge => !asked.Contains(judge.UserId) && !conflicts.Contains(judge.UserId));
    }

    /// <param name="Owed">Opinions that the member has been asked for and has not given, in any case.</param>
    private sealed record Judge(Guid UserId, string Name, long Owed);
}
