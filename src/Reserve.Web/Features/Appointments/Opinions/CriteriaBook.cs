using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Appointments.Sittings.Questions;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Appointments.Opinions;

/// <summary>Which criteria hold where and when.</summary>
internal sealed class CriteriaBook(ReserveDb db, TimeShown shown)
{
    public static JudgedKind KindOf(IMatter matter) =>
        matter switch
        {
            AppointmentCase => JudgedKind.Appointment,
            SittingQuestion { Kind: QuestionKind.Attestation } => JudgedKind.Attestation,
            SittingQuestion { Kind: QuestionKind.Renewal } => JudgedKind.Renewal,
            _ => throw new ArgumentOutOfRangeException(nameof(matter), matter.Subject.Type, "Nothing on which opinions are given."),
        };

    /// <summary>By which an opinion on the matter is given today; null when there are none.</summary>
    public async Task<CriteriaSet?> For(IMatter matter, CancellationToken cancellationToken)
    {
        var kind = KindOf(matter);
        var sets = await db.Set<CriteriaSet>()
            .AsNoTracking()
            .Where(row => row.Kind == kind && row.ValidFrom <= shown.Today)
            .ToListAsync(cancellationToken);
        return
            InForce(sets.Where(set => set.ForTerritory is null || Territory.Covers(set.ForTerritory, matter.Territory)))
                is { Criteria.Count: > 0 } set
            ? set
            : null;
    }

    /// <summary>The nearest territory's latest; of one day that which was saved last.</summary>
    public static CriteriaSet? InForce(IEnumerable<CriteriaSet> sets) =>
        sets.OrderByDescending(set => set.ForTerritory?.Length ?? 0)
            .ThenByDescending(set => set.ValidFrom)
            .ThenByDescending(set => set.SavedAt)
            .FirstOrDefault();
}
