using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Appointments.Opinions;

/// <summary>Reads the marks and files of opinions that the reader may see.</summary>
public sealed class OpinionSheets(ReserveDb db)
{
    private sealed record Row(Guid Person, long Opinions, double Mean, double Spread);

    public async Task<OpinionSheet> Of(IEnumerable<ExpertOpinion> seen, CancellationToken cancellationToken)
    {
        var opinions = seen.Where(opinion => opinion.Verdict is not null).ToList();
        if (opinions.Count == 0)
            return OpinionSheet.Empty;
        var ids = opinions.ConvertAll(opinion => opinion.Id);
        var files = await db.Set<OpinionFile>()
            .Where(row => ids.Contains(row.OpinionId))
            .OrderBy(row => row.Name)
            .Select(row => new OpinionFileLine(row.OpinionId, row.Id.Value, row.Name, row.Size))
            .ToListAsync(cancellationToken);
        return new OpinionSheet(await Tables(opinions, ids, cancellationToken), files);
    }

    private async Task<IReadOnlyList<MarkTable>> Tables(
        List<ExpertOpinion> opinions,
        List<ExpertOpinionId> ids,
        CancellationToken cancellationToken
    )
    {
        var setIds = opinions.Select(opinion => opinion.CriteriaId).OfType<CriteriaSetId>().Distinct().ToList();
        if (setIds.Count == 0)
            return [];
        var sets = await db.Set<CriteriaSet>().AsNoTracking().Where(row => setIds.Contains(row.Id)).ToListAsync(cancellationToken);
        var marks = (
            await db.Set<OpinionMark>().AsNoTracking().Where(row => ids.Contains(row.OpinionId)).ToListAsync(cancellationToken)
        ).ToLookup(row => row.OpinionId);
        var habits = await Habits([.. opinions.Select(opinion => opinion.Author).Distinct()], sets[0].Kind, cancellationToken);
        return
        [
            .. sets.OrderBy(set => set.ValidFrom)
                .Select(set => new MarkTable(
                    set,
                    [
                        .. opinions
                            .Where(opinion => opinion.CriteriaId == set.Id)
                            .Select(opinion => new MarkedOpinion(
                                opinion,
                                set,
                                marks[opinion.Id].ToDictionary(row => row.Key, row => row.Mark),
                                habits.GetValueOrDefault(opinion.Author)
                            )),
                    ]
                )),
        ];
    }

    /// <summary>Of opinions in all territories, also those that the reader does not see: a habit is the same for everybody.</summary>
    private async Task<Dictionary<Guid, MarkingHabit>> Habits(Guid[] people, JudgedKind kind, CancellationToken cancellationToken) =>
        await db
            .Database.SqlQuery<Row>(
                $"""
                select person as "Person", opinions as "Opinions", mean as "Mean", spread as "Spread"
                from reserve_marking_habits({people}, {kind.ToString()})
                """
            )
            .ToDictionaryAsync(row => row.Person, row => new MarkingHabit(row.Opinions, row.Mean, row.Spread), cancellationToken);
}
