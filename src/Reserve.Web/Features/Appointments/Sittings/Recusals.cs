using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings.Questions;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>Somebody who may not judge a matter, by their own word.</summary>
internal sealed record Recusal(Guid UserId, string MemberName, string? Note);

/// <summary>Who has declared a conflict of interest, whatever the matter is.</summary>
internal sealed class Recusals(ReserveDb db)
{
    /// <summary>In the order of names.</summary>
    internal async Task<List<Recusal>> Of(IMatter matter, CancellationToken cancellationToken) =>
        [
            .. (
                matter switch
                {
                    AppointmentCase { Id: var id } => await db.Set<ConflictOfInterest>()
                        .Where(row => row.CaseId == id)
                        .Select(row => new Recusal(row.UserId, row.MemberName, row.Note))
                        .ToListAsync(cancellationToken),
                    SittingQuestion { Id: var id } => await db.Set<QuestionRecusal>()
                        .Where(row => row.QuestionId == id)
                        .Select(row => new Recusal(row.UserId, row.MemberName, row.Note))
                        .ToListAsync(cancellationToken),
                    _ => throw new ArgumentOutOfRangeException(nameof(matter), matter.Subject.Type, "Nothing that a sitting hears."),
                }
            ).OrderBy(row => row.MemberName, StringComparer.CurrentCulture),
        ];

    /// <summary>Writes that somebody may not judge it.</summary>
    internal void Declare(IMatter matter, Guid user, string name, string? note, Stamp stamp)
    {
        if (matter is SittingQuestion question)
            db.Add(
                new QuestionRecusal
                {
                    QuestionId = question.Id,
                    UserId = user,
                    Territory = question.Territory,
                    MemberName = name,
                    Note = note,
                    DeclaredAt = stamp.At,
                }
            );
        else
            db.Add(
                new ConflictOfInterest
                {
                    CaseId = ((AppointmentCase)matter).Id,
                    UserId = user,
                    Territory = matter.Territory,
                    MemberName = name,
                    Note = note,
                    DeclaredAt = stamp.At,
                }
            );
    }
}
