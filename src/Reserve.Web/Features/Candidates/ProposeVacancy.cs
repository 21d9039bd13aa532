using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Candidates;

/// <summary>Proposes a vacancy to the candidate's cycle, which waits for one in stage 5.</summary>
[Allow(Roles.HrOfficer), Says("Предложить вакансию")]
public sealed record ProposeVacancy(CandidateId Candidate, string Position, string Municipality)
    : IRequest<Result<Done, CycleMessageRefusal>>;

/// <summary>Stops the cycle: the HR officer is asked to carry out the exclusion.</summary>
[Allow(Roles.HrOfficer), Says("Начать исключение из резерва")]
public sealed record RequestExclusion(CandidateId Candidate, ClosingReason Reason, string? Note)
    : IRequest<Result<Done, CycleMessageRefusal>>;

public enum CycleMessageRefusal
{
    [Says("Такого кандидата нет.")]
    UnknownCandidate,

    [Says("Процесс этого кандидата сейчас этого не ждёт.")]
    NobodyWaits,
}

internal sealed class ProposeVacancyValidator : AbstractValidator<ProposeVacancy>
{
    public ProposeVacancyValidator()
    {
        RuleFor(command => command.Position)
            .NotEmpty()
            .WithMessage("Укажите должность.")
            .MaximumLength(200)
            .WithMessage("Должность длиннее 200 знаков.");
        RuleFor(command => command.Municipality).NotEmpty().WithMessage("Выберите территорию.");
    }
}

internal sealed class RequestExclusionValidator : AbstractValidator<RequestExclusion>
{
    public RequestExclusionValidator()
    {
        RuleFor(command => command.Reason)
            .Must(reason => reason is ClosingReason.OwnWish or ClosingReason.Barred)
            .WithMessage("Такого основания нет.");
        RuleFor(command => command.Note).MaximumLength(500).WithMessage("Основание длиннее 500 знаков.");
    }
}

internal sealed class CycleMessagesHandler(ReserveDb db, Caller caller, IMediator mediator)
    : IRequestHandler<ProposeVacancy, Result<Done, CycleMessageRefusal>>,
        IRequestHandler<RequestExclusion, Result<Done, CycleMessageRefusal>>
{
    public Task<Result<Done, CycleMessageRefusal>> Handle(ProposeVacancy request, CancellationToken cancellationToken) =>
        Tell(
            request.Candidate,
            "VacancyProposed",
            new { vacancy = new { position = request.Position, municipality = request.Municipality } },
            cancellationToken
        );

    public Task<Result<Done, CycleMessageRefusal>> Handle(RequestExclusion request, CancellationToken cancellationToken) =>
        Tell(
            request.Candidate,
            "ExclusionRequested",
            new { exclusionReason = request.Reason.ToString(), exclusionNote = request.Note },
            cancellationToken
        );

    private async Task<Result<Done, CycleMessageRefusal>> Tell(
        CandidateId id,
        string message,
        object variables,
        CancellationToken cancellationToken
    )
    {
        if (await db.Set<Candidate>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } candidate)
            return CycleMessageRefusal.UnknownCandidate;
        using (caller.AsSystem(candidate.Territory))
        {
            var told = await mediator.Send(
                new CorrelateMessage(message, id.Value.ToString(), JsonSerializer.SerializeToElement(variables), candidate.Territory),
                cancellationToken
            );
            return told.IsOk ? new Done() : CycleMessageRefusal.NobodyWaits;
        }
    }
}
