using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Mail;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Briefs;

/// <summary>Asks for a brief: a region's authority in the cabinet, an officer for it, or a letter.</summary>
/// <param name="Territory">The territory that the brief is about.</param>
/// <param name="Person">Whom it is about, as written; null or empty for the territory alone.</param>
/// <param name="Candidate">The person's entry in the reserve, where it is known; then the name is that of the entry.</param>
/// <param name="Position">For which post.</param>
/// <param name="Purpose">What the brief is needed for.</param>
/// <param name="ReplyTo">The address of a letter that asks; null for a request in the cabinet.</param>
[Allow(Roles.RegionalAuthority, Roles.HrOfficer)]
[Says("Запросить справку")]
internal sealed record RequestBrief(
    string Territory,
    string? Person,
    Guid? Candidate,
    string? Position,
    string? Purpose,
    string? ReplyTo = null
) : IRequest<Result<BriefRequested, RequestBriefRefusal>>, ITerritorial, IPlaced
{
    Area IPlaced.Area => Area.In(Territory);
}

/// <summary>What whoever asked is told.</summary>
internal sealed record BriefRequested(BriefRequestId Request, string Number, DateOnly Deadline);

internal enum RequestBriefRefusal
{
    [Says("Выберите муниципальное образование.")]
    NoTerritory,

    [Says("В базе региона нет такого человека: справку дать не по чему. Проверьте имя.")]
    UnknownPerson,

    [Says("Этому имени соответствуют несколько человек. Выберите одного из списка или напишите фамилию, имя и отчество полностью.")]
    AmbiguousPerson,

    [Says("Такая справка уже запрошена, и ответа ещё не было.")]
    AlreadyAsked,
}

internal sealed class RequestBriefValidator : AbstractValidator<RequestBrief>
{
    public RequestBriefValidator()
    {
        RuleFor(command => command.Territory).NotEmpty().WithMessage("Выберите муниципальное образование.");
        RuleFor(command => command.Person).MaximumLength(200).WithMessage("Имя длиннее 200 знаков.");
        RuleFor(command => command.Position).MaximumLength(300).WithMessage("Должность длиннее 300 знаков.");
        RuleFor(command => command.Purpose).MaximumLength(2000).WithMessage("Текст длиннее 2000 знаков.");
        RuleFor(command => command.ReplyTo).MaximumLength(320).WithMessage("Адрес длиннее 320 знаков.");
    }
}

internal sealed class RequestBriefHandler(
    ReserveDb db,
    PersonSearch people,
    RegisteredAddresses addresses,
    ProcessRuntime processes,
    ProcessClock clock,
    IOptions<BriefsOptions> options,
    IOptions<PaperSettings> site,
    Caller caller
) : IRequestHandler<RequestBrief, Result<BriefRequested, RequestBriefRefusal>>
{
    public const string Process = "brief-request";

    public async Task<Result<BriefRequested, RequestBriefRefusal>> Handle(RequestBrief request, CancellationToken cancellationToken)
    {
        var municipality = await db.Set<Territory>()
            .AsNoTracking()
            .SingleOrDefaultAsync(row => row.Path == request.Territory && row.Kind == TerritoryKind.Municipality, cancellationToken);
        if (municipality is null)
            return RequestBriefRefusal.NoTerritory;
        var (person, unclear) = await Person(request, cancellationToken);
        if (unclear is { } refusal)
            return refusal;
        if (await IsAsked(municipality.Path, person, cancellationToken))
            return RequestBriefRefusal.AlreadyAsked;
        var stamp = caller.Stamp();
        var asked = BriefRequest.Register(
            new NewBriefRequest(
                municipality.Path,
                person?.FullName,
                person?.CandidateId,
                person is null ? "" : request.Position?.Trim() ?? "",
                string.IsNullOrWhiteSpace(request.Purpose) ? null : request.Purpose.Trim(),
                request.ReplyTo is null ? RequestSource.Cabinet : RequestSource.Mail,
                await Address(request, municipality.Path, cancellationToken)
            ),
            DateOnly.FromDateTime(clock.Local(stamp.At).Date).AddDays(options.Value.ReplyDays),
            stamp
        );
        db.Add(asked);
        // The number is given by the database.
        await db.SaveChangesAsync(cancellationToken);
        var started = await processes.Start(
            Process,
            new StartFacts(asked.Territory, asked.Subject, asked.Id.Value.ToString()),
            Variables(asked, municipality.Name),
            stamp,
            cancellationToken
        );
        return started.IsOk
            ? new BriefRequested(asked.Id, asked.Number, asked.Deadline)
            : throw new InvalidOperationException($"The process {Process} cannot be started: {started}.");
    }

    /// <summary>Whom the brief is about; null for the territory alone.</summary>
    private async Task<(KnownPerson? Found, RequestBriefRefusal? Refusal)> Person(RequestBrief request, CancellationToken cancellationToken)
    {
        var region = Territory.RegionOf(request.Territory);
        if (request.Candidate is { } id)
        {
            var key = new CandidateId(id);
            var candidate = await db.Set<Candidate>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == key, cancellationToken);
            return candidate is null || !Territory.Covers(region, candidate.Territory)
                ? (null, RequestBriefRefusal.UnknownPerson)
                : (new KnownPerson(candidate.FullName, id), null);
        }

        if (string.IsNullOrWhiteSpace(request.Person))
            return (null, null);
        return await people.Find(request.Person, region, cancellationToken) switch
        {
            [] => (null, RequestBriefRefusal.UnknownPerson),
            [var one] => (one, null),
            _ => (null, RequestBriefRefusal.AmbiguousPerson),
        };
    }

    private Task<bool> IsAsked(string territory, KnownPerson? person, CancellationToken cancellationToken)
    {
        var name = person?.FullName;
        return db.Set<BriefRequest>()
            .AnyAsync(row => row.Territory == territory && row.PersonName == name && row.State == BriefState.Asked, cancellationToken);
    }

    /// <summary>
    /// The address to which the brief goes, when it is registered for the territory: that of the letter, or the asker's own. Papers
    /// hold personal data and go to no other.
    /// </summary>
    private async Task<string?> Address(RequestBrief request, string territory, CancellationToken cancellationToken)
    {
        var address =
            request.ReplyTo
            ?? await db.Set<User>()
                .Where(user => user.Id == caller.UserId)
                .Select(user => user.Email)
                .SingleOrDefaultAsync(cancellationToken);
        return address is not null && await addresses.Is(address.Trim().ToLowerInvariant(), territory, cancellationToken)
            ? address.Trim().ToLowerInvariant()
            : null;
    }

    private FeelContext Variables(BriefRequest asked, string territory) =>
        FeelContext.Of(
            ("request", FeelValue.From(asked.Id.Value.ToString())),
            ("requestNumber", FeelValue.From(asked.Number)),
            ("requestTitle", FeelValue.From($"№ {asked.Number}, {territory}")),
            ("requestPage", FeelValue.From(new Uri(site.Value.PublicAddress, $"briefs/{asked.Id.Value}").ToString())),
            ("territory", FeelValue.From(asked.Territory)),
            ("territoryName", FeelValue.From(territory)),
            ("replyTo", FeelValue.From(asked.ReplyTo)),
            ("askedBy", FeelValue.From(asked.AskedBy?.ToString())),
            (
                "asker",
                FeelValue.Context(
                    FeelContext.Of(
                        ("officer", FeelValue.From(caller.IsInRole(Roles.HrOfficer))),
                        // Who signs in is known; a letter is known by its address.
                        ("registered", FeelValue.From(asked.Source == RequestSource.Cabinet || asked.ReplyTo is not null)),
                        (
                            "ownRegion",
                            FeelValue.From(
                                asked.Source == RequestSource.Mail
                                    ? asked.ReplyTo is not null
                                    : Territory.RegionOf(asked.Territory) == caller.Territory
                            )
                        )
                    )
                )
            ),
            ("aboutPerson", FeelValue.From(asked.PersonName is not null))
        );
}
