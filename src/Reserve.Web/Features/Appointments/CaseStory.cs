using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Documents;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Appointments;

/// <summary>What happened in a case and what comes, as far as its reader may know.</summary>
internal sealed class CaseStory(ReserveDb db, Words words, TimeShown shown)
{
    private sealed record Letter(DateTimeOffset At, bool Received, string Subject);

    public async Task<Timeline> Of(CaseModel page, CancellationToken cancellationToken)
    {
        var appointment = page.Case;
        var happened = Steps(appointment).Concat(Experts(page)).Concat(Decided(page));
        if (!page.IsRecused)
            happened = happened.Concat(Papers(page)).Concat(await Letters(appointment, cancellationToken));
        if (page.ReadsDocuments)
            happened = happened.Concat(await Files(appointment, cancellationToken));
        return Timeline.Of(happened, Coming(page), shown);
    }

    private IEnumerable<Happening> Steps(AppointmentCase appointment)
    {
        yield return new(
            appointment.RegisteredAt,
            "file-text",
            words[appointment.Source == RequestSource.Mail ? "Запрос пришёл письмом" : "Запрос подан в кабинете"].Value
        );
        if (appointment.AcknowledgedAt is { } acknowledged)
            yield return new(acknowledged, "check", words["Заявителю подтверждено получение"].Value);
        if (appointment is { State: CaseState.Withdrawn, ClosedAt: { } withdrawn })
            yield return new(withdrawn, "x", words["Запрос отозван"].Value);
        if (appointment is { State: CaseState.Appointed, ClosedAt: { } appointed })
            yield return new(appointed, "user-check", words["Назначение зарегистрировано"].Value) { Color = "green" };
    }

    private IEnumerable<Happening> Experts(CaseModel page)
    {
        foreach (var asked in page.Opinions.GroupBy(opinion => opinion.AskedAt))
        {
            yield return new(asked.Key, "users", words["Назначены эксперты"].Value)
            {
                Text = string.Join(", ", asked.Select(opinion => opinion.ExpertName)),
            };
        }

        foreach (var opinion in page.Opinions.Where(opinion => opinion is { GivenAt: not null, HasConflict: false }))
        {
            yield return new(opinion.GivenAt!.Value, "edit", words["Дано заключение"].Value)
            {
                Who = opinion.ExpertName,
                Text =
                    opinion.Verdict is { } verdict && (page.SeesOpinions || opinion.ExpertUserId == page.Reader)
                        ? words[CaseWords.Of(verdict)].Value
                        : null,
            };
        }

        foreach (var conflict in page.Conflicts)
        {
            yield return new(conflict.DeclaredAt, "alert-triangle", words["Заявлен конфликт интересов"].Value)
            {
                Who = conflict.MemberName,
            };
        }
    }

    private IEnumerable<Happening> Decided(CaseModel page) =>
        page.Decisions.Select(decision => new Happening(
            decision.DecidedAt,
            "gavel",
            words["Решение"].Value + ": " + words[CaseWords.Of(decision.Kind)].Value
        )
        {
            Color = decision.Kind switch
            {
                DecisionKind.Approve => "green",
                DecisionKind.Refuse => "red",
                DecisionKind.Postpone => "orange",
            },
            Text = decision.Text,
        });

    private IEnumerable<Happening> Papers(CaseModel page) =>
        page.Papers.Select(paper => new Happening(paper.CreatedAt, "file-text", $"{words[paper.Name].Value} № {paper.Number}")
        {
            Who = paper.CreatedBy,
            Href = $"/papers/{paper.Id.Value}/pages",
        });

    private async Task<IEnumerable<Happening>> Letters(AppointmentCase appointment, CancellationToken cancellationToken)
    {
        var (first, end) = ($"case/{appointment.Id.Value}/", $"case/{appointment.Id.Value}0");
        var letters = await db
            .Database.SqlQuery<Letter>(
                $"""
                select received_at as "At", true as "Received", subject as "Subject" from incoming_letters
                where case_id = {appointment.Id.Value}
                union all
                select sent_at, false, coalesce(payload ->> 'subject', '') from outbox
                where idempotency_key collate "C" >= {first} and idempotency_key collate "C" < {end}
                    and sent_at is not null and withdrawn_by is null
                """
            )
            .ToListAsync(cancellationToken);
        return letters.Select(letter => new Happening(
            letter.At,
            "mail",
            words[letter.Received ? "Получено письмо" : "Отправлено письмо"].Value
        )
        {
            Text = letter.Subject,
        });
    }

    private async Task<IEnumerable<Happening>> Files(AppointmentCase appointment, CancellationToken cancellationToken)
    {
        var documents = await db.Set<CaseDocument>()
            .AsNoTracking()
            .Where(row => row.CaseId == appointment.Id)
            .OrderBy(row => row.AddedAt)
            .ToListAsync(cancellationToken);
        var address = $"/appointments/case/{appointment.Id.Value}/documents";
        var added = documents
            .GroupBy(document => (Day: shown.LocalDate(document.AddedAt), document.AddedBy))
            .Select(group => new Happening(
                group.Max(document => document.AddedAt),
                "paperclip",
                words["Добавлено: {0}", words.Count(group.Count(), "документ|документа|документов")].Value
            )
            {
                Who = group.Key.AddedBy,
                Text = string.Join(", ", group.Select(document => document.Name)),
                Href = address,
            });
        var judged = documents
            .Where(document => document.JudgedAt is not null)
            .GroupBy(document => (Day: shown.LocalDate(document.JudgedAt!.Value), document.JudgedBy, document.Verdict))
            .Select(group => new Happening(
                group.Max(document => document.JudgedAt!.Value),
                "checklist",
                words[
                    group.Key.Verdict == DocumentVerdict.Accepted ? "Принято: {0}" : "Возвращено: {0}",
                    words.Count(group.Count(), "документ|документа|документов")
                ].Value
            )
            {
                Who = group.Key.JudgedBy,
                Text = string.Join(
                    "; ",
                    group.Select(document => document.Defect is { } defect ? $"{document.Name}: {defect}" : document.Name)
                ),
            });
        return added.Concat(judged);
    }

    private IEnumerable<Happening> Coming(CaseModel page)
    {
        var appointment = page.Case;
        if (appointment.IsClosed)
            yield break;
        foreach (var task in page.Awaited.Where(task => task.DueAt is not null))
            yield return new(task.DueAt!.Value, "clock", task.Title) { Who = task.Who };
        if (appointment.SittingAt is { } sitting && sitting > shown.Now)
        {
            yield return new(sitting, "calendar-event", words["Заседание комиссии"].Value)
            {
                Text = shown.Moment(sitting),
                Href = page.Sitting is { } id ? $"/appointments/meetings/{id.Value}" : null,
            };
        }

        yield return new(shown.StartOf(appointment.Deadline.AddDays(1)).AddMinutes(-1), "send", words["Ответ заявителю"].Value);
    }
}
