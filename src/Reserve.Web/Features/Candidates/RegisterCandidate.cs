using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Persons;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Candidates;

public sealed record EducationLine(string Institution, string Qualification, int? Year);

public sealed record CareerLine(DateOnly From, DateOnly? To, string Organization, string Position, bool IsManagerial);

/// <summary>Enters a candidate into the database with the separate consent, and starts the reserve cycle.</summary>
[Allow(Roles.HrOfficer), Says("Внести кандидата")]
public sealed record RegisterCandidate : IRequest<Result<CandidateId, RegisterRefusal>>, ITerritorial, IPlaced
{
    Area IPlaced.Area =>
        Area.Each(
            Area.In(Territory),
            Area.People(UserId is { } user ? [user] : [], nameof(UserId)),
            Person is { } person ? Area.Of("persons", person, nameof(Person)) : Area.Nowhere
        );

    public required string Territory { get; init; }

    public required string LastName { get; init; }

    public required string FirstName { get; init; }

    public string? MiddleName { get; init; }

    public required DateOnly? BirthDate { get; init; }

    public required string Snils { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public required string Workplace { get; init; }

    public required string Position { get; init; }

    /// <summary>Who submits the candidate; empty for self-nomination.</summary>
    public string? SubmittedBy { get; init; }

    public IReadOnlyList<string> Contests { get; init; } = [];

    /// <summary>The day of the separate consent; without it nothing may be stored.</summary>
    public required DateOnly? ConsentGivenOn { get; init; }

    /// <summary>
    /// The known person who becomes a candidate; null: whoever is found by number, or by name and birth date, else a new one.
    /// </summary>
    public PersonId? Person { get; init; }

    /// <summary>The post that the candidate prepares for.</summary>
    public PostId? TargetPost { get; init; }

    /// <summary>Somebody looked: the person of the same name and birth date is another one.</summary>
    public bool IsAnotherPerson { get; init; }

    public IReadOnlyList<EducationLine> Education { get; init; } = [];

    public IReadOnlyList<CareerLine> Career { get; init; } = [];

    /// <summary>The candidate's own sign-in, when there is one: the candidate then answers offers alone.</summary>
    public Guid? UserId { get; init; }
}

internal enum RegisterRefusal
{
    [Says("Кандидат с таким СНИЛС уже есть.")]
    SameSnils,

    [Says("Кандидат с таким именем и датой рождения уже есть. Если это другой человек, отметьте это и сохраните снова.")]
    SameNameAndBirthDate,

    [Says("В базе уже есть человек с таким именем. Если это он, выберите его; если другой, отметьте это и сохраните снова.")]
    LikelyPerson,

    [Says("Процесс цикла резерва не развёрнут: обратитесь к администратору.")]
    NoProcess,
}

internal sealed class RegisterCandidateValidator : AbstractValidator<RegisterCandidate>
{
    public RegisterCandidateValidator(TimeProvider clock)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        RuleFor(command => command.Territory).NotEmpty().WithMessage("Выберите территорию.");
        RuleFor(command => command.LastName)
            .NotEmpty()
            .WithMessage("Укажите фамилию.")
            .MaximumLength(100)
            .WithMessage("Фамилия длиннее 100 знаков.");
        RuleFor(command => command.FirstName)
            .NotEmpty()
            .WithMessage("Укажите имя.")
            .MaximumLength(100)
            .WithMessage("Имя длиннее 100 знаков.");
        RuleFor(command => command.MiddleName).MaximumLength(100).WithMessage("Отчество длиннее 100 знаков.");
        RuleFor(command => command.BirthDate)
            .NotNull()
            .WithMessage("Укажите дату рождения.")
            .Must(date => date is null || (date <= today.AddYears(-18) && date >= today.AddYears(-90)))
            .WithMessage("Возраст кандидата: от 18 до 90 лет.");
        RuleFor(command => command.Snils)
            .NotEmpty()
            .WithMessage("Укажите СНИЛС.")
            .Must(text => string.IsNullOrWhiteSpace(text) || Persons.Snils.Parse(text) is not null)
            .WithMessage("СНИЛС записан неверно: 11 цифр, контрольное число не сходится.");
        RuleFor(command => command.Email)
            .EmailAddress()
            .When(command => !string.IsNullOrEmpty(command.Email))
            .WithMessage("Неверный адрес электронной почты.");
        RuleFor(command => command.Phone).MaximumLength(40).WithMessage("Телефон длиннее 40 знаков.");
        RuleFor(command => command.Workplace)
            .NotEmpty()
            .WithMessage("Укажите место работы.")
            .MaximumLength(300)
            .WithMessage("Место работы длиннее 300 знаков.");
        RuleFor(command => command.Position)
            .NotEmpty()
            .WithMessage("Укажите должность.")
            .MaximumLength(200)
            .WithMessage("Должность длиннее 200 знаков.");
        RuleFor(command => command.SubmittedBy).MaximumLength(300).WithMessage("Кем представлен: длиннее 300 знаков.");
        RuleFor(command => command.ConsentGivenOn)
            .NotNull()
            .WithMessage("Без согласия на обработку персональных данных внести кандидата нельзя: укажите его дату.")
            .Must(date => date is null || date <= today)
            .WithMessage("Дата согласия ещё не наступила.");
        RuleForEach(command => command.Career)
            .Must(line => line.To is null || line.To >= line.From)
            .WithMessage("Окончание работы раньше её начала.")
            .Must(line => line.Organization.Length <= 300 && line.Position.Length <= 200)
            .WithMessage("Место работы длиннее 300 знаков или должность длиннее 200.");
        RuleForEach(command => command.Education)
            .Must(line => line.Year is null or (>= 1930 and <= 2100))
            .WithMessage("Год окончания записан неверно.")
            .Must(line => line.Institution.Length <= 300 && line.Qualification.Length <= 300)
            .WithMessage("Учебное заведение или квалификация длиннее 300 знаков.");
    }
}

internal sealed class RegisterCandidateHandler(ReserveDb db, Caller caller, PersonKeeper persons, IMediator mediator)
    : IRequestHandler<RegisterCandidate, Result<CandidateId, RegisterRefusal>>
{
    public const string ProcessKey = "reserve-cycle";
    public const string SubjectType = "candidate";

    private const string ConsentPurpose = "Ведение кадрового резерва руководителей системы образования";
    private const string ConsentWording = "2025-09-01";

    public async Task<Result<CandidateId, RegisterRefusal>> Handle(RegisterCandidate request, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        var candidate = Make(request, stamp);
        if (await IsKnown(candidate.Snils, cancellationToken))
            return RegisterRefusal.SameSnils;
        if (!request.IsAnotherPerson && await HasNamesake(candidate, cancellationToken))
            return RegisterRefusal.SameNameAndBirthDate;
        if (await Whose(request, candidate, cancellationToken) is not { } person)
            return RegisterRefusal.LikelyPerson;
        person.Learn(candidate.BirthDate, candidate.Snils, candidate.UserId);
        candidate.PersonId = person.Id;

        var entry = new ReserveEntry
        {
            Id = Ids.New<ReserveEntryId>(stamp.At),
            CandidateId = candidate.Id,
            Territory = candidate.Territory,
            StageSince = stamp.At,
            AppliedAt = stamp.At,
        };
        db.Add(candidate);
        db.Add(entry);
        db.Add(
            CandidateRecord.Of(
                entry,
                RecordKind.Registered,
                CandidateWords.Of(candidate.Nomination),
                new { candidate.Nomination, candidate.SubmittedBy },
                stamp
            )
        );
        if (!await db.SavedFirst(cancellationToken))
            return RegisterRefusal.SameSnils;

        using (caller.AsSystem(request.Territory))
        {
            var started = await mediator.Send(Start(candidate), cancellationToken);
            if (!started.IsOk)
                return RegisterRefusal.NoProcess;
            await db.Set<ReserveEntry>()
                .Where(row => row.Id == entry.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.RunId, started.Value.Value), cancellationToken);
        }

        return candidate.Id;
    }

    /// <summary>
    /// The chosen person; else the one of this number, or of this name and birth date; else a new one. Null: somebody of this name is
    /// known without a birth date, and nobody has said whether it is the same.
    /// </summary>
    private async Task<PersonRecord?> Whose(RegisterCandidate request, Candidate candidate, CancellationToken cancellationToken)
    {
        if (request.Person is { } chosen)
            return await persons.Find(chosen, cancellationToken);
        var likely = await persons.Likely(candidate.FullName, candidate.BirthDate, candidate.Snils, [], cancellationToken);
        var same = likely.FirstOrDefault(person =>
            person.Reason == LikelyReason.SameSnils || (person.Reason == LikelyReason.SameNameAndBirthDate && !request.IsAnotherPerson)
        );
        if (same is not null)
            return await persons.Find(same.Id, cancellationToken);
        return likely.Count > 0 && !request.IsAnotherPerson
            ? null
            : persons.Add(
                new PersonFullName(candidate.LastName, candidate.FirstName, candidate.MiddleName),
                candidate.BirthDate,
                candidate.Snils,
                candidate.Territory
            );
    }

    private static StartProcess Start(Candidate candidate) =>
        new(
            ProcessKey,
            candidate.Territory,
            JsonSerializer.SerializeToElement(
                new
                {
                    candidate = candidate.Id.Value,
                    candidateName = candidate.ShortName,
                    territory = candidate.Territory,
                    candidateUser = candidate.UserId,
                }
            ),
            candidate.Id.Value.ToString(),
            new Subject(SubjectType, candidate.Id.Value.ToString())
        );

    private static Candidate Make(RegisterCandidate request, Stamp stamp)
    {
        var territory = request.Territory;
        var submittedBy = string.IsNullOrWhiteSpace(request.SubmittedBy) ? null : request.SubmittedBy.Trim();
        return new Candidate
        {
            Id = Ids.New<CandidateId>(stamp.At),
            Territory = territory,
            LastName = request.LastName.Trim(),
            FirstName = request.FirstName.Trim(),
            MiddleName = string.IsNullOrWhiteSpace(request.MiddleName) ? null : request.MiddleName.Trim(),
            BirthDate = request.BirthDate!.Value,
            Snils = Persons.Snils.Parse(request.Snils)!.Value.Digits,
            Email = string.IsNullOrWhiteSpace(request.Email) ? null : request.Email.Trim(),
            Phone = string.IsNullOrWhiteSpace(request.Phone) ? null : request.Phone.Trim(),
            Workplace = request.Workplace.Trim(),
            Position = request.Position.Trim(),
            Nomination = submittedBy is null ? Nomination.SelfNomination : Nomination.Submission,
            SubmittedBy = submittedBy,
            UserId = request.UserId,
            TargetPostId = request.TargetPost,
            Contests = [.. request.Contests],
            RegisteredAt = stamp.At,
            Education =
            [
                .. request.Education.Select(line => new EducationEntry
                {
                    Territory = territory,
                    Institution = line.Institution,
                    Qualification = line.Qualification,
                    Year = line.Year,
                }),
            ],
            Career =
            [
                .. request.Career.Select(line => new CareerEntry
                {
                    Territory = territory,
                    From = line.From,
                    To = line.To,
                    Organization = line.Organization,
                    Position = line.Position,
                    IsManagerial = line.IsManagerial,
                }),
            ],
            Consents =
            [
                new PersonalDataConsent
                {
                    Territory = territory,
                    Purpose = ConsentPurpose,
                    WordingVersion = ConsentWording,
                    GivenOn = request.ConsentGivenOn!.Value,
                },
            ],
        };
    }

    /// <summary>Known anywhere in the country: the number is a person's, not a region's.</summary>
    private async Task<bool> IsKnown(string snils, CancellationToken cancellationToken) =>
        (await db.Database.SqlQuery<bool>($"""select reserve_knows_snils({snils}) as "Value" """).ToListAsync(cancellationToken))[0];

    private Task<bool> HasNamesake(Candidate candidate, CancellationToken cancellationToken) =>
        db.Set<Candidate>()
            .AnyAsync(
                row =>
                    row.LastName == candidate.LastName
                    && row.FirstName == candidate.FirstName
                    && row.MiddleName == candidate.MiddleName
                    && row.BirthDate == candidate.BirthDate,
                cancellationToken
            );
}
