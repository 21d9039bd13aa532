using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Persons;

namespace Reserve.Web.Features.Appointments;

/// <summary>
/// A request that came by mail, as its letter words it. The sender is judged first: who is not registered for the region learns
/// nothing, neither of municipalities nor of people.
/// </summary>
[Allow]
[Says("Зарегистрировать запрос из письма")]
internal sealed record RegisterRequest(
    string Municipality,
    string Person,
    string? Position,
    string SenderAddress,
    string MessageId,
    string? Note = null
) : IRequest<Result<CaseRegistered, RegisterRequestRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Asked("the letter's sender, registered for the municipality that it names");
}

/// <summary>Why a request by mail was not registered: a closed set; the intake answers each with a letter of its own.</summary>
internal abstract record RegisterRequestRefusal : IRefusal
{
    private RegisterRequestRefusal() { }

    public abstract string Text { get; }

    /// <summary>The same letter again: it is one case.</summary>
    [Says("Это письмо уже зарегистрировано.")]
    public sealed record Duplicate(AppointmentCaseId Case, string Number) : RegisterRequestRefusal
    {
        public override string Text => $"Это письмо уже зарегистрировано как дело № {Number}.";
    }

    /// <summary>The address is not registered, or not for this region.</summary>
    public sealed record SenderNotRegistered : RegisterRequestRefusal
    {
        public override string Text => "Адрес отправителя не зарегистрирован для запросов по этой территории.";
    }

    [Says("Муниципальное образование не найдено.")]
    public sealed record UnknownMunicipality(string Written) : RegisterRequestRefusal
    {
        public override string Text => $"Муниципальное образование «{Written}» не найдено. Напишите его полное название.";
    }

    [Says("Название подходит нескольким муниципальным образованиям.")]
    public sealed record AmbiguousMunicipality(string Written, IReadOnlyList<string> Names) : RegisterRequestRefusal
    {
        public override string Text =>
            $"Название «{Written}» подходит нескольким муниципальным образованиям: {string.Join("; ", Names)}. Уточните.";
    }

    /// <summary>Nobody of the base is meant, and the name is not whole: an outsider is registered by the full name.</summary>
    [Says("В базе региона нет такого человека.")]
    public sealed record UnknownPerson(string Written) : RegisterRequestRefusal
    {
        public override string Text => $"В базе региона нет человека по имени «{Written}». Напишите фамилию, имя и отчество полностью.";
    }

    /// <summary>Several people of this name; their number is told, not their names.</summary>
    [Says("Имени соответствуют несколько человек.")]
    public sealed record AmbiguousPerson(string Written, int Count) : RegisterRequestRefusal
    {
        public override string Text =>
            $"Имени «{Written}» соответствуют несколько человек ({Count}). Напишите фамилию, имя и отчество полностью.";
    }
}

internal sealed class RegisterRequestValidator : AbstractValidator<RegisterRequest>
{
    public RegisterRequestValidator()
    {
        RuleFor(command => command.Municipality)
            .NotEmpty()
            .WithMessage("Не указано муниципальное образование.")
            .MaximumLength(300)
            .WithMessage("Название длиннее 300 знаков.");
        RuleFor(command => command.Person)
            .NotEmpty()
            .WithMessage("Не указан человек.")
            .MaximumLength(200)
            .WithMessage("Имя длиннее 200 знаков.");
        RuleFor(command => command.Position).MaximumLength(300).WithMessage("Должность длиннее 300 знаков.");
        RuleFor(command => command.SenderAddress)
            .NotEmpty()
            .WithMessage("Нет адреса отправителя.")
            .MaximumLength(320)
            .WithMessage("Адрес длиннее 320 знаков.");
        RuleFor(command => command.MessageId)
            .NotEmpty()
            .WithMessage("Нет идентификатора письма.")
            .MaximumLength(500)
            .WithMessage("Идентификатор письма длиннее 500 знаков.");
    }
}

internal sealed class RegisterRequestHandler(ReserveDb db, CaseRegistration registration, PersonSearch people)
    : IRequestHandler<RegisterRequest, Result<CaseRegistered, RegisterRequestRefusal>>
{
    public const string DefaultPosition = "Руководитель муниципального органа управления образованием";

    public async Task<Result<CaseRegistered, RegisterRequestRefusal>> Handle(RegisterRequest request, CancellationToken cancellationToken)
    {
        var address = request.SenderAddress.Trim().ToLowerInvariant();
        var allowed = await db.Set<RegisteredSender>()
            .Where(row => row.Address == address)
            .Select(row => row.Territory)
            .ToListAsync(cancellationToken);
        if (allowed.Count == 0)
            return new RegisterRequestRefusal.SenderNotRegistered();
        if (
            await db.Set<AppointmentCase>().SingleOrDefaultAsync(row => row.SourceMessageId == request.MessageId, cancellationToken) is
            { } known
        )
            return new RegisterRequestRefusal.Duplicate(known.Id, known.Number);
        var (municipality, refusal) = await Municipality(request.Municipality, allowed, cancellationToken);
        if (municipality is null)
            return refusal!;
        var found = await people.Find(request.Person, Territory.RegionOf(municipality.Path), cancellationToken);
        Task<CaseRegistered> Register(KnownPerson person) =>
            registration.Register(
                new NewRequest(
                    municipality.Path,
                    person.FullName,
                    person.CandidateId,
                    Position(request.Position),
                    request.Note,
                    RequestSource.Mail,
                    request.MessageId,
                    address,
                    person.PersonId
                ),
                municipality.Name,
                cancellationToken
            );
        return found switch
        {
            [] when NameMatch.IsFullName(request.Person) => await Register(new KnownPerson(request.Person.Trim(), null)),
            [] => new RegisterRequestRefusal.UnknownPerson(request.Person.Trim()),
            [var person] => await Register(person),
            _ => new RegisterRequestRefusal.AmbiguousPerson(request.Person.Trim(), found.Count),
        };
    }

    private static string Position(string? written) => string.IsNullOrWhiteSpace(written) ? DefaultPosition : written.Trim();

    private async Task<(Territory? Found, RegisterRequestRefusal? Refusal)> Municipality(
        string written,
        List<string> allowed,
        CancellationToken cancellationToken
    )
    {
        var name = NameMatch.Municipality(written);
        var all = await db.Set<Territory>()
            .AsNoTracking()
            .Where(row => row.Kind == TerritoryKind.Municipality)
            .ToListAsync(cancellationToken);
        List<Territory> means =
        [
            .. all.Where(row => row.Aliases.Append(row.Name).Any(spelling => NameMatch.Municipality(spelling) == name)),
        ];
        // «город Троицк» and «Троицкий район» differ in the words of their kind: the exact spelling decides first.
        if (
            means.Count > 1
            && means
                .Where(row => row.Aliases.Append(row.Name).Any(spelling => NameMatch.Plain(spelling) == NameMatch.Plain(written)))
                .ToList()
                is [var exact]
        )
            means = [exact];
        var own = means.Where(row => allowed.Any(scope => Territory.Covers(scope, row.Path))).ToList();
        return (means.Count, own) switch
        {
            (0, _) => (null, new RegisterRequestRefusal.UnknownMunicipality(written.Trim())),
            (_, []) => (null, new RegisterRequestRefusal.SenderNotRegistered()),
            (_, [var one]) => (one, null),
            _ => (null, new RegisterRequestRefusal.AmbiguousMunicipality(written.Trim(), [.. own.Select(row => row.Name)])),
        };
    }
}
