using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Commission;

/// <summary>Gives somebody a seat in the commission of a territory.</summary>
/// <param name="Territory">Whose commission.</param>
/// <param name="User">Who.</param>
/// <param name="Role">What the seat is.</param>
/// <param name="Term">By which order and for which days; null: by none, from now on.</param>
/// <param name="Votes">Whether it has a vote: a secretary's may have none.</param>
[Allow(Roles.CommissionSecretary, Roles.Administrator)]
[Says("Ввести в состав комиссии")]
internal sealed record AddMember(string Territory, Guid User, SeatRole Role, SeatTerm? Term = null, bool Votes = true)
    : IRequest<Result<CommissionMemberId, MemberRefusal>>,
        ITerritorial,
        IPlaced
{
    Area IPlaced.Area => Area.In(Territory);
}

internal sealed class AddMemberValidator : AbstractValidator<AddMember>
{
    public AddMemberValidator()
    {
        RuleFor(command => command.Role).IsInEnum().WithMessage("Выберите место в комиссии.");
        RuleFor(command => command.Votes)
            .Equal(true)
            .When(command => command.Role != SeatRole.Secretary)
            .WithMessage("Без голоса бывает только секретарь.");
        RuleFor(command => command.Term!).SetValidator(new SeatTermValidator()).When(command => command.Term is not null);
    }
}

internal sealed class AddMemberHandler(ReserveDb db, People people, ProcessClock clock, Caller caller)
    : IRequestHandler<AddMember, Result<CommissionMemberId, MemberRefusal>>
{
    public async Task<Result<CommissionMemberId, MemberRefusal>> Handle(AddMember request, CancellationToken cancellationToken)
    {
        var user = (await people.Named([request.User], cancellationToken)).SingleOrDefault();
        if (
            user is null or { Disabled: true }
            || !MaySit(request).Any(user.Roles.Contains)
            || !Territory.Covers(user.Territory, request.Territory)
        )
            return MemberRefusal.NotEligible;
        var stamp = caller.Stamp();
        var term = request.Term ?? SeatTerm.Open;
        var begins = term.From is { } first ? clock.StartOf(first, request.Territory) : stamp.At;
        var ends = term.EndsAt(clock, request.Territory);
        if (ends <= begins)
            return MemberRefusal.TermOver;
        var seats = await SeatsDuring(request.Territory, begins, ends, cancellationToken);
        if (seats.Exists(seat => seat.UserId == request.User))
            return MemberRefusal.AlreadyMember;
        if (request.Role == SeatRole.Chair && seats.Exists(seat => seat.IsChair))
            return MemberRefusal.ChairTaken;
        var member = new CommissionMember
        {
            Id = Ids.New<CommissionMemberId>(stamp.At),
            Territory = request.Territory,
            UserId = user.Id,
            Name = user.DisplayName,
            Role = request.Role,
            Votes = request.Votes,
            JoinedAt = begins,
        }.By(term.Number, term.OrderDate, ends);
        db.Add(member);
        return await SeatSaved.Refusal(db, cancellationToken) is { } refusal ? refusal : member.Id;
    }

    /// <summary>Whoever votes does so by the role; a secretary without a vote needs only the own.</summary>
    private static string[] MaySit(AddMember request) =>
        request switch
        {
            { Role: SeatRole.Chair } => [Roles.CommissionChair],
            { Votes: false } => [Roles.CommissionSecretary],
            { Role: SeatRole.Deputy } => [Roles.CommissionMember, Roles.CommissionChair],
            _ => [Roles.CommissionMember],
        };

    private Task<List<CommissionMember>> SeatsDuring(
        string territory,
        DateTimeOffset begins,
        DateTimeOffset? ends,
        CancellationToken cancellationToken
    ) =>
        db.Set<CommissionMember>()
            .AsNoTracking()
            .Where(row => row.Territory == territory && (ends == null || row.JoinedAt < ends))
            .Where(row => (row.LeftAt == null || row.LeftAt > begins) && (row.EndsAt == null || row.EndsAt > begins))
            .ToListAsync(cancellationToken);
}
