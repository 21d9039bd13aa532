using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments;

/// <summary>The secretary names the experts when the system finds too few.</summary>
[CompletesTask("Commission.ChooseExperts", Gives = ["experts"], Otherwise = "никто не сможет выбрать экспертов")]
[Allow(Roles.CommissionSecretary)]
[Says("Выбрать экспертов")]
internal sealed record ChooseExperts(AppointmentCaseId Case, IReadOnlyList<Guid> Experts)
    : IRequest<Result<Done, ChooseExpertsRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

internal abstract record ChooseExpertsRefusal : IRefusal
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

    [Says("Эксперт уже назначен или заявил конфликт интересов.")]
    public sealed record CannotJudge(string Name) : ChooseExpertsRefusal
    {
        public override string Text => $"{Name}: уже назначен(а) экспертом или заявлен конфликт интересов.";
    }

    public sealed record UnknownPerson : ChooseExpertsRefusal
    {
        public override string Text => "Эксперт не найден среди членов комиссии этой территории.";
    }

    [Says("Процесс этого сейчас не ждёт.")]
    public sealed record NotAwaited(string Why) : ChooseExpertsRefusal
    {
        public override string Text => Why;
    }
}

internal sealed class ChooseExpertsHandler(ReserveDb db, ProcessRuntime processes, Caller caller, ExpertChoice expertChoice)
    : IRequestHandler<ChooseExperts, Result<Done, ChooseExpertsRefusal>>
{
    public async Task<Result<Done, ChooseExpertsRefusal>> Handle(ChooseExperts request, CancellationToken cancellationToken)
    {
        if (await db.Set<AppointmentCase>().SingleOrDefaultAsync(row => row.Id == request.Case, cancellationToken) is not { } appointment)
            return new ChooseExpertsRefusal.UnknownCase();
        if (request.Experts.Count == 0)
            return new ChooseExpertsRefusal.NobodyChosen();
        var judges = (await expertChoice.Judges(appointment, cancellationToken)).FindAll(judge => request.Experts.Contains(judge.UserId));
        var free = await expertChoice.Free(appointment, judges, cancellationToken);
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
        var completed = await processes.CompleteTask<ChooseExperts>(appointment.Subject, answers, caller.UserId, cancellationToken);
        return completed.IsOk ? new Done() : new ChooseExpertsRefusal.NotAwaited(completed.Reason!);
    }
}
