using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Commission;

/// <summary>The order of a seat and the last day of its term are corrected or prolonged.</summary>
[Allow(Roles.CommissionSecretary, Roles.Administrator)]
[Says("Изменить приказ и срок члена комиссии")]
internal sealed record ChangeMember(CommissionMemberId Member, string? OrderNumber, DateOnly? OrderDate, DateOnly? Until)
    : IRequest<Result<Done, MemberRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("commission_members", Member, nameof(Member));

    internal SeatTerm Term => new(OrderNumber, OrderDate, null, Until);
}

internal sealed class ChangeMemberValidator : AbstractValidator<ChangeMember>
{
    public ChangeMemberValidator() => RuleFor(command => command.Term).SetValidator(new SeatTermValidator());
}

internal sealed class ChangeMemberHandler(ReserveDb db, ProcessClock clock, Caller caller)
    : IRequestHandler<ChangeMember, Result<Done, MemberRefusal>>
{
    public async Task<Result<Done, MemberRefusal>> Handle(ChangeMember request, CancellationToken cancellationToken)
    {
        var now = caller.Stamp().At;
        if (
            await db.Set<CommissionMember>().SingleOrDefaultAsync(row => row.Id == request.Member, cancellationToken) is not { } member
            || member.Ends <= now
        )
            return MemberRefusal.NotFound;
        var ends = request.Term.EndsAt(clock, member.Territory);
        if (ends <= now || ends <= member.JoinedAt)
            return MemberRefusal.TermOver;
        member.By(request.Term.Number, request.OrderDate, ends);
        return await SeatSaved.Refusal(db, cancellationToken) is { } refusal ? refusal : new Done();
    }
}
