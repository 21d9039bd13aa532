using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Documents.Letters;
using Reserve.Web.Data;
using Reserve.Web.Features.Letters;
using Reserve.Web.Features.Papers;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Appointments;

/// <summary>Writes letters about cases, by the templates of the approval process in force where the case is.</summary>
internal sealed class CaseLetters(ReserveDb db, ProcessLetters letters, TimeShown shown, IOptions<PaperSettings> site) : IKnownLetter
{
    private const int MostRecent = 20;

    private const string Process = CaseRegistration.Process;

    public static LetterKind Known { get; } =
        new(
            Process,
            [CaseMail.Acknowledged, CaseMail.Returned, CaseMail.Approved, CaseMail.Refused, CaseMail.Withdrawn],
            CaseLetterRecord.Example
        );

    public LetterKind Kind => Known;

    /// <summary>Whether the process in force there has a letter of this name.</summary>
    public Task<bool> Has(string name, string territory, CancellationToken cancellationToken) =>
        letters.Has(Process, name, territory, cancellationToken);

    /// <exception cref="LetterTemplateException">The template has mistakes.</exception>
    public async Task<WrittenLetter> Write(AppointmentCase appointment, CaseMail mail, int attached, CancellationToken cancellationToken) =>
        await letters.Write(
            Process,
            mail.Template,
            appointment.Territory,
            await RecordOf(appointment, mail.Defects, mail.Note, attached, mail.Papers.Count - attached, cancellationToken),
            cancellationToken
        );

    /// <summary>
    /// The letter's subject, for the list of letters that leave; null when the template has mistakes, which stop the letter and not the
    /// step that asks for it.
    /// </summary>
    public async Task<string?> SubjectOf(AppointmentCase appointment, CaseMail mail, CancellationToken cancellationToken)
    {
        try
        {
            return (await Write(appointment, mail, 0, cancellationToken)).Subject;
        }
        catch (LetterTemplateException)
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<LetterSubject>> Recent(CancellationToken cancellationToken)
    {
        var cases = await db.Set<AppointmentCase>()
            .AsNoTracking()
            .OrderByDescending(row => row.RegisteredAt)
            .Take(MostRecent)
            .Join(db.Set<Territory>(), row => row.Territory, territory => territory.Path, (row, territory) => new { row, territory.Name })
            .ToListAsync(cancellationToken);
        return
        [
            .. cases
                .OrderByDescending(one => one.row.RegisteredAt)
                .Select(one => new LetterSubject(one.row.Id.Value, $"№ {one.row.Number}, {one.Name}")),
        ];
    }

    public async Task<LetterRecord?> Of(Guid id, string letter, CancellationToken cancellationToken)
    {
        var key = new AppointmentCaseId(id);
        if (await db.Set<AppointmentCase>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == key, cancellationToken) is not { } found)
            return null;
        var papers = letter is CaseMail.Approved ? 3 : 0;
        return await RecordOf(found, found.Defects, await ReasonOf(key, cancellationToken), papers, 0, cancellationToken);
    }

    /// <summary>What the decision says; null before there is one.</summary>
    public Task<string?> ReasonOf(AppointmentCaseId id, CancellationToken cancellationToken) =>
        db.Set<Decision>()
            .AsNoTracking()
            .Where(row => row.CaseId == id)
            .OrderByDescending(row => row.DecidedAt)
            .Select(row => (string?)row.Text)
            .FirstOrDefaultAsync(cancellationToken);

    private async Task<CaseLetterRecord> RecordOf(
        AppointmentCase appointment,
        IReadOnlyList<string> defects,
        string? note,
        int attached,
        int elsewhere,
        CancellationToken cancellationToken
    ) =>
        new()
        {
            Number = appointment.Number,
            Municipality = await db.Set<Territory>()
                .AsNoTracking()
                .Where(row => row.Path == appointment.Territory)
                .Select(row => row.Name)
                .SingleAsync(cancellationToken),
            Position = appointment.Position,
            Registered = shown.LocalDate(appointment.RegisteredAt),
            Deadline = appointment.Deadline,
            Defects = defects,
            Note = string.IsNullOrWhiteSpace(note) ? null : note,
            Attached = attached,
            Elsewhere = elsewhere,
            NotTaken = await db
                .Database.SqlQuery<string>(
                    $"""
                    select f.refusal as "Value" from letter_files f join incoming_letters l on l.id = f.letter_id
                    where l.case_id = {appointment.Id.Value} and f.refusal is not null order by l.received_at, f.id
                    """
                )
                .ToListAsync(cancellationToken),
            Page = new Uri(site.Value.PublicAddress, $"appointments/case/{appointment.Id.Value}").ToString(),
        };
}
