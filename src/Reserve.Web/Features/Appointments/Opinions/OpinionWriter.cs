using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Files;

namespace Reserve.Web.Features.Appointments.Opinions;

/// <summary>Puts marks and files beside the verdict of an opinion, whatever it is given on.</summary>
internal sealed class OpinionWriter(ReserveDb db, CriteriaBook book, FileCheck check, Caller caller)
{
    /// <returns>Why the opinion is not taken; null when it is.</returns>
    public async Task<OpinionRefusal?> Write(
        ExpertOpinion opinion,
        IMatter matter,
        GivenMarks marks,
        IReadOnlyList<GivenFile> files,
        CancellationToken cancellationToken
    )
    {
        var set = await book.For(matter, cancellationToken);
        if (marks.Set != set?.Id)
            return marks.Set is null ? new OpinionRefusal.MarksMissing() : new OpinionRefusal.CriteriaChanged();
        foreach (var criterion in set?.Criteria ?? [])
        {
            if (marks.Of.GetValueOrDefault(criterion.Key) is not { } mark)
                return new OpinionRefusal.MarksMissing();
            if (mark < criterion.Min || mark > criterion.Max)
                return new OpinionRefusal.OffTheScale(criterion.Name, criterion.Min, criterion.Max);
            db.Add(
                new OpinionMark
                {
                    OpinionId = opinion.Id,
                    Key = criterion.Key,
                    Territory = opinion.Territory,
                    Mark = mark,
                }
            );
        }

        opinion.MarkBy(set?.Id);
        return Keep(opinion, files);
    }

    private OpinionRefusal.BadFiles? Keep(ExpertOpinion opinion, IReadOnlyList<GivenFile> files)
    {
        if (check.Faults(files) is { Count: > 0 } faults)
            return new OpinionRefusal.BadFiles(string.Join(' ', faults));
        foreach (var file in files.Select(file => check.Look(file).Taken!).DistinctBy(file => file.Sha256))
            db.Add(OpinionFile.Of(opinion, file, caller.Stamp()));
        return null;
    }
}
