using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Appointments;

/// <summary>A case that another one answers, with why it was refused.</summary>
public sealed record FormerCase(
    Guid Id,
    string Number,
    CaseState State,
    string Territory,
    string PersonName,
    string Position,
    RefusalReason? Reason,
    string? Text
)
{
    /// <summary>Null when there is none in the reader's scope.</summary>
    public static async Task<FormerCase?> Find(ReserveDb db, AppointmentCaseId id, CancellationToken cancellationToken)
    {
        if (await db.Set<AppointmentCase>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } found)
            return null;
        var decision = await db.Set<Decision>()
            .AsNoTracking()
            .SingleOrDefaultAsync(row => row.CaseId == id && row.Kind == DecisionKind.Refuse, cancellationToken);
        return new FormerCase(
            found.Id.Value,
            found.Number,
            found.State,
            found.Territory,
            found.PersonName,
            found.Position,
            decision?.Reason,
            decision?.Text
        );
    }
}
