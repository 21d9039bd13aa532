using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Letters;
using Reserve.Web.Features.Tasks;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Notifications;

/// <summary>
/// Tells what is due to be told of an open task's deadline: before it whoever has the task, after it also those whom the drawing names.
/// Whatever was told is noted with the task in the same transaction.
/// </summary>
[Allow, Says("Сообщение о сроке задачи")]
internal sealed record TellDeadline(RunId Run, long Wait, string Territory) : IRequest<Result<Done, NoRefusal>>, ITerritorial, IPlaced
{
    Area IPlaced.Area => Area.In(Territory);
}

internal sealed class TellDeadlineHandler(
    ReserveDb db,
    DueNotices notices,
    Telling telling,
    HostLetters hostLetters,
    ProcessCatalog catalog,
    DeadlineWords words,
    ProcessClock clock,
    Caller caller
) : IRequestHandler<TellDeadline, Result<Done, NoRefusal>>
{
    public async Task<Result<Done, NoRefusal>> Handle(TellDeadline request, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        if (await notices.Lock(request.Run, request.Wait, stamp.At, cancellationToken) is not { } task)
            return default(Done);
        var deadline = TaskDeadline.Read(task.Deadline)!;
        var now = clock.Local(stamp.At, task.Territory);
        string[] role = task.Role is null ? [] : [task.Role];
        Guid[] assignee = task.Assignee is { } person ? [person] : [];
        var executors = await telling.Recipients(role, task.Territory, assignee, cancellationToken);
        if (deadline.Escalate is { IsOpen: true, At: { } after } escalate && after <= now)
        {
            var others = await telling.Recipients([.. escalate.To], task.Territory, null, cancellationToken);
            var text = $"Просрочена задача «{task.Title}»: {words.Until(deadline)}.";
            await Tell(request, task, deadline, HostLetter.Escalation, escalate, [.. executors, .. others], text, cancellationToken);
            deadline = deadline with { Escalate = escalate with { ToldAt = now } };
            // A reminder of what is overdue says nothing more.
            if (deadline.Remind is { IsOpen: true } late)
                deadline = deadline with { Remind = late with { ToldAt = now } };
        }
        else if (deadline.Remind is { IsOpen: true } remind)
        {
            var text = $"Истекает срок задачи «{task.Title}»: {words.Until(deadline)}.";
            await Tell(request, task, deadline, HostLetter.Reminder, remind, executors, text, cancellationToken);
            deadline = deadline with { Remind = remind with { ToldAt = now } };
        }

        await notices.Note(request.Run, request.Wait, deadline, cancellationToken);
        return default(Done);
    }

    private async Task Tell(
        TellDeadline request,
        NoticedTask task,
        TaskDeadline deadline,
        HostLetter kind,
        DeadlineNotice notice,
        IReadOnlyList<Person> recipients,
        string text,
        CancellationToken cancellationToken
    )
    {
        var people = recipients.DistinctBy(person => person.Id).ToList();
        var page = task.Page ?? $"/tasks/{request.Run.Value}/{request.Wait}";
        if (notice.Letter is not { } own)
        {
            await telling.Tell(people, task.Territory, kind, new NotificationLetter { Text = text }, page, cancellationToken);
            return;
        }

        var record = new DeadlineLetter
        {
            Task = task.Title,
            Text = text,
            Due = deadline.Due,
            Counted = words.Counted(deadline),
            Page = hostLetters.AddressOf(page)!,
        };
        var version = await catalog.Get(new DefinitionId(task.DefinitionId), new RuntimeSession(db), cancellationToken);
        var letter = version.Files.TryGetValue(ProcessLetters.PathOf(own), out var file)
            ? LetterFiles.Write(ProcessLetters.PathOf(own), file, record.Data(), clock.Local(caller.Stamp().At, task.Territory))
            : hostLetters.Write(kind, new NotificationLetter { Text = text, Page = record.Page });
        await telling.Tell(people, task.Territory, text, letter, page, kind == HostLetter.Escalation, cancellationToken);
    }
}
