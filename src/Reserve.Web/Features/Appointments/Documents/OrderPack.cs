using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Files;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>Has a node make the pack of a case as one PDF; one that is there or under way already is not made again.</summary>
[Allow(Roles.HrOfficer, Roles.CommissionMember, Roles.CommissionSecretary, Roles.CommissionChair, Roles.Administrator, Roles.Auditor)]
[Says("Собрать комплект дела")]
internal sealed record OrderPack(AppointmentCaseId Case) : IRequest<Result<CasePackId, PackRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

/// <summary>Why there is no pack.</summary>
internal enum PackRefusal
{
    [Says("Дело не найдено.")]
    UnknownCase,

    [Says("В деле ещё нет ни документов, ни бумаг.")]
    Empty,

    [Says("Комплект слишком велик: смотрите документы по одному.")]
    TooLarge,

    [Says("Комплект ещё не собран.")]
    NotReady,
}

internal sealed class OrderPackHandler(
    ReserveDb db,
    CaseSteps steps,
    DocumentRights rights,
    PackContents contents,
    FileCheck check,
    Caller caller
) : IRequestHandler<OrderPack, Result<CasePackId, PackRefusal>>
{
    public async Task<Result<CasePackId, PackRefusal>> Handle(OrderPack request, CancellationToken cancellationToken)
    {
        if (
            await steps.Find(request.Case, cancellationToken) is not { } appointment
            || !await rights.MayReadPack(request.Case, cancellationToken)
        )
            return PackRefusal.UnknownCase;
        var parts = await contents.Of(appointment, cancellationToken);
        if (parts.Count == 0)
            return PackRefusal.Empty;
        if (parts.Sum(part => part.Size) > check.Settings.PackMegabytes * 1024L * 1024)
            return PackRefusal.TooLarge;
        var hash = PackContents.HashOf(parts);
        if (
            await db.Set<CasePack>()
                .Where(row => row.CaseId == request.Case && row.Contents == hash)
                .Select(row => (CasePackId?)row.Id)
                .SingleOrDefaultAsync(cancellationToken) is
            { } known
        )
            return known;
        var pack = CasePack.Order(appointment, hash, parts.Count, caller.Stamp());
        db.Add(pack);
        return pack.Id;
    }
}
