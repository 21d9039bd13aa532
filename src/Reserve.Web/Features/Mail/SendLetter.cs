using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Documents.Letters;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Letters;
using Reserve.Web.Features.Notifications;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Mail;

/// <summary>
/// Sends a letter of the run's own version: to the holders of a role in the territory, to people by name, to a registered address; to each
/// once. Whoever has no address finds its subject among the notifications.
/// </summary>
/// <param name="Letter">The file of the folder <c>letters</c>, without its ending.</param>
/// <param name="Territory">Where.</param>
/// <param name="Data">What the letter is filled with.</param>
/// <param name="To">To whom: a role, a person's id, a registered address, or a list of these. The three below say the same apart.</param>
/// <param name="Role">Whose holders; the nearest whose territory covers this one.</param>
/// <param name="Assignees">People.</param>
/// <param name="Address">An address that is registered for the territory.</param>
/// <param name="Papers">Papers of the run or of its subject, to be attached.</param>
/// <param name="Page">Where the matter is shown to whoever is notified; a path of this site.</param>
[Allow, Activity(SendLetter.Activity, Title = "Отправить письмо")]
internal sealed record SendLetter(
    string Letter,
    string Territory,
    JsonElement? Data = null,
    FeelValue? To = null,
    string? Role = null,
    IReadOnlyList<Guid>? Assignees = null,
    string? Address = null,
    IReadOnlyList<PaperId>? Papers = null,
    string? Page = null
) : IRequest<Result<Done, SendLetterRefusal>>, ITerritorial, IPlaced
{
    /// <summary>How drawings call it.</summary>
    public const string Activity = "Mail.Send";

    Area IPlaced.Area => Area.Each(Area.In(Territory), Area.People(Recipients.People, nameof(Assignees)));

    /// <summary>Everybody whom the inputs name.</summary>
    internal LetterTo Recipients
    {
        get
        {
            var to = LetterTo.Of(To ?? FeelValue.Null);
            return to with
            {
                Roles = [.. to.Roles, .. Named(Role)],
                People = [.. to.People, .. Assignees ?? []],
                Addresses = [.. to.Addresses, .. Named(Address)],
            };
        }
    }

    private static IEnumerable<string> Named(string? one) => one?.Trim() is { Length: > 0 } name ? [name] : [];
}

/// <summary>Why there is no letter: a closed set.</summary>
internal abstract record SendLetterRefusal : IRefusal
{
    private SendLetterRefusal() { }

    public abstract string Text { get; }

    [Says("Письмо отправляет только процесс.")]
    public sealed record NoRun : SendLetterRefusal
    {
        public override string Text => "Письмо отправляет только процесс.";
    }

    [Says("Отправлять некому: ни роли, ни людей, ни зарегистрированного адреса.")]
    public sealed record NobodyToTell : SendLetterRefusal
    {
        public override string Text => "Отправлять некому: ни роли, ни людей, ни зарегистрированного адреса.";
    }

    [Says("Получатель — не роль, не человек и не адрес.")]
    public sealed record UnknownRecipient(string Recipient, string? Nearest) : SendLetterRefusal
    {
        public override string Text =>
            $"Получатель «{Recipient}» — не роль, не человек и не адрес" + (Nearest is null ? "." : $"; возможно, «{Nearest}».");
    }

    [Says("Такого письма в этой версии процесса нет.")]
    public sealed record UnknownLetter(string Letter, string? Nearest) : SendLetterRefusal
    {
        public override string Text =>
            $"В этой версии процесса нет письма «{Letter}»" + (Nearest is null ? "." : $"; возможно, «{Nearest}».");
    }

    /// <summary>Every problem of the letter and of its data at once.</summary>
    [Says("Письмо и данные не подходят друг другу.")]
    public sealed record BadLetter(string Letter, string Problems) : SendLetterRefusal
    {
        public override string Text => $"{ProcessLetters.PathOf(Letter)}: {Problems}";
    }

    [Says("Приложить можно только бумаги этого процесса или того, о ком он.")]
    public sealed record UnknownPaper(PaperId Paper) : SendLetterRefusal
    {
        public override string Text => "Приложить можно только бумаги этого процесса или того, о ком он.";
    }

    [Says("Страница — не адрес: он начинается с «/».")]
    public sealed record BadPage : SendLetterRefusal
    {
        public override string Text => "Страница — не адрес: он начинается с «/».";
    }
}

internal sealed class SendLetterHandler(
    ReserveDb db,
    RunAtWork atWork,
    ProcessCatalog catalog,
    Telling telling,
    RegisteredAddresses addresses,
    Outbox outbox,
    TimeProvider clock,
    Caller caller
) : IRequestHandler<SendLetter, Result<Done, SendLetterRefusal>>
{
    public async Task<Result<Done, SendLetterRefusal>> Handle(SendLetter request, CancellationToken cancellationToken)
    {
        if (atWork.Now is not { } run)
            return new SendLetterRefusal.NoRun();
        if (request.Page is { } page && !PageAddresses.IsPath(page))
            return new SendLetterRefusal.BadPage();
        var version = await catalog.Get(run.Definition, new RuntimeSession(db), cancellationToken);
        if (!version.Files.TryGetValue(ProcessLetters.PathOf(request.Letter), out var text))
            return new SendLetterRefusal.UnknownLetter(request.Letter, BpmnNames.Nearest(request.Letter, LettersOf(version)));
        var to = request.Recipients;
        if (to.Unknown.Count > 0)
            return new SendLetterRefusal.UnknownRecipient(to.Unknown[0], BpmnNames.Nearest(to.Unknown[0], Roles.All));
        var papers = request.Papers ?? [];
        if (await Foreign(papers, run, cancellationToken) is { } foreign)
            return new SendLetterRefusal.UnknownPaper(foreign);

        var data = request.Data ?? JsonSerializer.SerializeToElement(new { });
        var (letter, problems) = LetterFiles.Open(text, data, clock.GetLocalNow()).Write(data);
        if (letter is null)
            return new SendLetterRefusal.BadLetter(request.Letter, string.Join("; ", problems));
        return await Send(request, to, letter, cancellationToken) == 0 ? new SendLetterRefusal.NobodyToTell() : new Done();
    }

    /// <summary>How many were told.</summary>
    private async Task<int> Send(SendLetter request, LetterTo to, WrittenLetter letter, CancellationToken cancellationToken)
    {
        var people = await People(request, to, cancellationToken);
        var papers = request.Papers ?? [];
        var sent = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var person in people)
        {
            if (person.Email is not { Length: > 0 } own)
                telling.Note(person, request.Territory, letter.Subject, request.Page);
            else if (sent.Add(own))
                await Add(Letter.Of(own, letter) with { Papers = papers }, cancellationToken);
        }

        foreach (var address in to.Addresses.Select(address => address.ToLowerInvariant()))
            if (await addresses.Is(address, request.Territory, cancellationToken) && sent.Add(address))
                await Add(Letter.Of(address, letter) with { Papers = papers, RegisteredFor = request.Territory }, cancellationToken);
        return people.Count + (sent.Count > 0 ? 1 : 0);
    }

    /// <summary>One input names all whom it means; a role beside assignees stands for them where there are none.</summary>
    private async Task<IReadOnlyList<Person>> People(SendLetter request, LetterTo to, CancellationToken cancellationToken)
    {
        if (request.To is null)
            return await telling.Recipients(to.Roles, request.Territory, to.People, cancellationToken);
        var named = await telling.Recipients([], request.Territory, to.People, cancellationToken);
        var holders = await telling.Recipients(to.Roles, request.Territory, null, cancellationToken);
        return [.. named.Concat(holders).DistinctBy(person => person.Id)];
    }

    private async Task Add(Letter letter, CancellationToken cancellationToken)
    {
        var at = caller.Stamp().At;
        await outbox.Add(Letter.Kind, $"letter/{Guid.CreateVersion7(at)}", letter, at, cancellationToken);
    }

    /// <summary>The first that is no paper of the run, nor of what it is about.</summary>
    private async Task<PaperId?> Foreign(IReadOnlyList<PaperId> papers, ActingRun run, CancellationToken cancellationToken)
    {
        Guid[] about = Guid.TryParse(run.Subject?.Id, out var subject) ? [run.Id.Value, subject] : [run.Id.Value];
        var own = await db.Set<Paper>()
            .Where(paper => papers.Contains(paper.Id) && about.Contains(paper.SubjectId))
            .Select(paper => paper.Id)
            .ToListAsync(cancellationToken);
        return papers.Except(own).Select(paper => (PaperId?)paper).FirstOrDefault();
    }

    private static IEnumerable<string> LettersOf(Deployed version) =>
        version.Files.Keys.Where(path => BundleFile.KindOf(path) == BundleFileKind.Letter).Select(Path.GetFileNameWithoutExtension)!;
}
