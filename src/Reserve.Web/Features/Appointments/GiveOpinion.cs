using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.Appointments.Opinions;
using Reserve.Web.Features.Files;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments;

/// <summary>An expert gives the opinion asked for.</summary>
[CompletesTask("Commission.GiveOpinion", Gives = ["opinion"], Otherwise = "никто не сможет дать заключение")]
[Allow(Roles.CommissionMember, Roles.CommissionChair)]
[Says("Дать заключение")]
internal sealed record GiveOpinion(
    AppointmentCaseId Case,
    Verdict Verdict,
    string Text,
    GivenMarks? Marks = null,
    IReadOnlyList<GivenFile>? Files = null
) : IRequest<Result<Done, OpinionRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

internal sealed class GiveOpinionValidator : AbstractValidator<GiveOpinion>
{
    public GiveOpinionValidator()
    {
        RuleFor(command => command.Verdict).IsVerdict();
        RuleFor(command => command.Text).IsGround();
    }
}

internal sealed class GiveOpinionHandler(Caller caller, OpinionSteps opinionSteps, OpinionWriter writer)
    : IRequestHandler<GiveOpinion, Result<Done, OpinionRefusal>>
{
    public async Task<Result<Done, OpinionRefusal>> Handle(GiveOpinion request, CancellationToken cancellationToken)
    {
        if (await opinionSteps.Find(request.Case, cancellationToken) is not { } appointment)
            return new OpinionRefusal.UnknownCase();
        if (await opinionSteps.Mine(request.Case, cancellationToken) is not { } opinion)
            return new OpinionRefusal.NotAsked();
        if (opinion.GivenAt is not null)
            return opinion.HasConflict ? new OpinionRefusal.AlreadyDeclared() : new OpinionRefusal.AlreadyGiven();
        opinion.Give(request.Verdict, request.Text.Trim(), opinion.ExpertUserId == caller.UserId ? null : caller.Signature, caller.Stamp());
        if (
            await writer.Write(opinion, appointment, request.Marks ?? GivenMarks.None, request.Files ?? [], cancellationToken) is
            { } refusal
        )
            return refusal;
        return await opinionSteps.Complete(
            appointment,
            opinion,
            OpinionSteps.Opinion(false, request.Verdict.ToString()),
            cancellationToken
        );
    }
}
