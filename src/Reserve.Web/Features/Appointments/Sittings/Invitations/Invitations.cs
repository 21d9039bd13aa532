using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Documents.Letters;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Letters;
using Reserve.Web.Features.Papers;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Appointments.Sittings.Invitations;

/// <summary>Writes invitations to a sitting, by the letter of its process in force where the commission is.</summary>
internal sealed class Invitations(
    ReserveDb db,
    ProcessLetters letters,
    TimeShown shown,
    SittingCases sittingCases,
    IOptions<PaperSettings> site,
    IOptions<AppointmentsOptions> terms
) : IKnownLetter
{
    private const string Name = "invitation";

    private const int MostRecent = 20;

    public static LetterKind Known { get; } = new(SittingSteps.Process, [Name], InvitationRecord.Example);

    public LetterKind Kind => Known;

    public async Task<WrittenLetter> Write(CommissionMeeting meeting, CancellationToken cancellationToken) =>
        await letters.Write(SittingSteps.Process, Name, meeting.Territory, await RecordOf(meeting, cancellationToken), cancellationToken);

    /// <summary>The letter to one of the members.</summary>
    public InvitationMail To(Person member, string address, CommissionMeeting meeting, WrittenLetter letter) =>
        new(
            address,
            member.DisplayName,
            letter.Subject,
            letter.Text,
            letter.Html,
            meeting.Id,
            meeting.Invitations,
            meeting.Number,
            meeting.Place,
            meeting.ScheduledAt,
            meeting.ScheduledAt + terms.Value.SittingTakes,
            AddressOf(meeting),
            meeting.State == MeetingState.Cancelled
        );

    public async Task<IReadOnlyList<LetterSubject>> Recent(CancellationToken cancellationToken) =>
        [
            .. (
                await db.Set<CommissionMeeting>()
                    .AsNoTracking()
                    .OrderByDescending(row => row.ScheduledAt)
                    .Take(MostRecent)
                    .ToListAsync(cancellationToken)
            ).Select(row => new LetterSubject(row.Id.Value, $"№ {row.Number}, {shown.Short(row.ScheduledAt)}")),
        ];

    public async Task<LetterRecord?> Of(Guid id, string letter, CancellationToken cancellationToken)
    {
        var key = new CommissionMeetingId(id);
        return await db.Set<CommissionMeeting>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == key, cancellationToken) is { } found
            ? await RecordOf(found, cancellationToken)
            : null;
    }

    private async Task<InvitationRecord> RecordOf(CommissionMeeting meeting, CancellationToken cancellationToken) =>
        new()
        {
            Number = meeting.Number,
            Date = shown.LocalDate(meeting.ScheduledAt),
            Time = shown.Local(meeting.ScheduledAt).ToString("HH:mm", CultureInfo.InvariantCulture),
            Place = meeting.Place,
            Commission = await NameOf(meeting.Territory, cancellationToken),
            Agenda = meeting.AgendaClosedAt is null ? [] : await Agenda(meeting, cancellationToken),
            Again = meeting.Invitations > 1,
            Cancelled = meeting.State == MeetingState.Cancelled,
            Page = AddressOf(meeting).ToString(),
        };

    private async Task<IReadOnlyList<string>> Agenda(CommissionMeeting meeting, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        foreach (var (_, matter) in await sittingCases.Items(meeting, cancellationToken))
            lines.Add($"{MatterWords.Title(matter)}, {await NameOf(matter.Territory, cancellationToken)}");
        return lines;
    }

    private Task<string> NameOf(string territory, CancellationToken cancellationToken) =>
        db.Set<Territory>().Where(row => row.Path == territory).Select(row => row.Name).SingleAsync(cancellationToken);

    private Uri AddressOf(CommissionMeeting meeting) => new(site.Value.PublicAddress, $"appointments/meetings/{meeting.Id.Value}");
}
