using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons;

/// <summary>Corrects what is known of a person; whoever keeps a copy of it follows (<see cref="IFollowsPerson"/>).</summary>
[Allow(Roles.HrOfficer), Says("Изменить сведения о человеке")]
internal sealed record ChangePerson(
    PersonId Person,
    string LastName,
    string FirstName,
    string? MiddleName,
    DateOnly? BirthDate,
    string? Snils
) : IRequest<Result<Done, PersonRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("persons", Person, nameof(Person));
}

/// <summary>Keeps a copy of what is known of a person, and follows its changes in the same transaction.</summary>
internal interface IFollowsPerson
{
    Task Follow(PersonRecord person, CancellationToken cancellationToken);
}

internal sealed class ChangePersonValidator : AbstractValidator<ChangePerson>
{
    public ChangePersonValidator(TimeProvider clock)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
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
            .Must(date => date is null || (date <= today.AddYears(-18) && date >= today.AddYears(-100)))
            .WithMessage("Дата рождения записана неверно.");
        RuleFor(command => command.Snils)
            .Must(text => string.IsNullOrWhiteSpace(text) || Persons.Snils.Parse(text) is not null)
            .WithMessage("СНИЛС записан неверно: 11 цифр, контрольное число не сходится.");
    }
}

internal sealed class ChangePersonHandler(ReserveDb db, IEnumerable<IFollowsPerson> followers)
    : IRequestHandler<ChangePerson, Result<Done, PersonRefusal>>
{
    public async Task<Result<Done, PersonRefusal>> Handle(ChangePerson request, CancellationToken cancellationToken)
    {
        if (await db.Set<PersonRecord>().SingleOrDefaultAsync(row => row.Id == request.Person, cancellationToken) is not { } person)
            return PersonRefusal.NotFound;
        if (person.MergedInto is not null)
            return PersonRefusal.Merged;
        person.Change(
            new PersonFullName(request.LastName.Trim(), request.FirstName.Trim(), Trimmed(request.MiddleName)),
            request.BirthDate,
            Snils.Parse(request.Snils)?.Digits
        );
        foreach (var follower in followers)
            await follower.Follow(person, cancellationToken);
        return await db.SavedFirst(cancellationToken) ? new Done() : PersonRefusal.SnilsTaken;
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
