using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Features.Candidates;

/// <summary>Proposes a vacancy to the candidate's cycle, which waits for one in stage 5.</summary>
[Allow(Roles.HrOfficer), Says("Предложить вакансию")]
internal sealed record ProposeVacancy(CandidateId Candidate, string Position, string Municipality)
    : IRequest<Result<Done, CycleMessageRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Each(Area.Of("candidates", Candidate, nameof(Candidate)), Area.Named(Municipality, nameof(Municipality)));
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

internal sealed class ProposeVacancyHandler(CycleMessages cycleMessages)
    : IRequestHandler<ProposeVacancy, Result<Done, CycleMessageRefusal>>
{
    public Task<Result<Done, CycleMessageRefusal>> Handle(ProposeVacancy request, CancellationToken cancellationToken) =>
        cycleMessages.Tell(
            request.Candidate,
            "VacancyProposed",
            new { vacancy = new { position = request.Position, municipality = request.Municipality } },
            cancellationToken
        );
}
