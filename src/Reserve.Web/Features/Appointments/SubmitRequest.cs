using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Appointments;

/// <summary>A request from the cabinet: the authority itself, or an officer on its behalf.</summary>
[Allow(Roles.RegionalAuthority, Roles.MunicipalAuthority, Roles.HrOfficer, Roles.CommissionSecretary)]
[Says("Подать запрос на согласование")]
internal sealed record SubmitRequest(
    string Territory,
    string Person,
    string Position,
    string? Note,
    bool Outsider = false,
    AppointmentCaseId? Former = null,
    bool Appeal = false
) : IRequest<Result<CaseRegistered, SubmitRequestRefusal>>, ITerritorial, IPlaced
{
    Area IPlaced.Area => Area.Each(Area.In(Territory), Area.Of("appointment_cases", Former, nameof(Former)));
}

internal enum SubmitRequestRefusal
{
    [Says("Выберите муниципальное образование.")]
    NoMunicipality,

    [Says("В базе региона нет такого человека. Проверьте имя или отметьте, что он не из базы.")]
    UnknownPerson,

    [Says("Человека не из базы назовите полностью: фамилия, имя, отчество.")]
    NotFullName,

    [Says("Этому имени соответствуют несколько человек. Напишите фамилию, имя и отчество полностью.")]
    AmbiguousPerson,

    [Says("По этому человеку и этой территории уже есть незавершённое дело.")]
    AlreadyOpen,

    [Says("Прежнее дело — о другом человеке или другой территории.")]
    FormerIsOther,

    [Says("Прежнее дело не закончилось отказом: подать снова или обжаловать нечего.")]
    FormerNotRefused,
}

internal sealed class SubmitRequestValidator : AbstractValidator<SubmitRequest>
{
    public SubmitRequestValidator()
    {
        RuleFor(command => command.Territory).NotEmpty().WithMessage("Выберите муниципальное образование.");
        RuleFor(command => command.Person)
            .NotEmpty()
            .WithMessage("Укажите фамилию, имя и отчество.")
            .MaximumLength(200)
            .WithMessage("Имя длиннее 200 знаков.");
        RuleFor(command => command.Position)
            .NotEmpty()
            .WithMessage("Укажите должность.")
            .MaximumLength(300)
            .WithMessage("Должность длиннее 300 знаков.");
        RuleFor(command => command.Note).MaximumLength(4000).WithMessage("Примечание длиннее 4000 знаков.");
        RuleFor(command => command.Former).NotNull().When(command => command.Appeal).WithMessage("Обжалуют решение прежнего дела.");
        RuleFor(command => command.Note)
            .NotEmpty()
            .When(command => command.Appeal)
            .WithMessage("Напишите, с чем в прежнем решении вы не согласны.");
    }
}

internal sealed class SubmitRequestHandler(ReserveDb db, CaseRegistration registration, PersonSearch people, Caller caller)
    : IRequestHandler<SubmitRequest, Result<CaseRegistered, SubmitRequestRefusal>>
{
    public async Task<Result<CaseRegistered, SubmitRequestRefusal>> Handle(SubmitRequest request, CancellationToken cancellationToken)
    {
        var municipality = await db.Set<Territory>()
            .AsNoTracking()
            .SingleOrDefaultAsync(row => row.Path == request.Territory && row.Kind == TerritoryKind.Municipality, cancellationToken);
        if (municipality is null)
            return SubmitRequestRefusal.NoMunicipality;
        IReadOnlyList<KnownPerson> found;
        // A municipality may ask for a person of its region whom it does not see itself.
        using (caller.AsSystem(Territory.RegionOf(municipality.Path)))
            found = await people.Find(request.Person, Territory.RegionOf(municipality.Path), cancellationToken);
        if (found.Count > 1)
            return SubmitRequestRefusal.AmbiguousPerson;
        if (found.Count == 0 && !request.Outsider)
            return SubmitRequestRefusal.UnknownPerson;
        if (found.Count == 0 && !NameMatch.IsFullName(request.Person))
            return SubmitRequestRefusal.NotFullName;
        var person = found is [var known] ? known : new KnownPerson(request.Person.Trim(), null);
        var open = await db.Set<AppointmentCase>()
            .AnyAsync(
                row => row.Territory == municipality.Path && row.PersonName == person.FullName && row.ClosedAt == null,
                cancellationToken
            );
        if (open)
            return SubmitRequestRefusal.AlreadyOpen;
        if (await FormerRefusal(request, municipality.Path, person.FullName, cancellationToken) is { } refusal)
            return refusal;
        return await registration.Register(
            new NewRequest(
                municipality.Path,
                person.FullName,
                person.CandidateId,
                request.Position.Trim(),
                request.Note?.Trim(),
                RequestSource.Cabinet,
                Former: request.Former,
                Appeal: request.Appeal
            ),
            municipality.Name,
            cancellationToken
        );
    }

    /// <summary>A new submission or an appeal is about the same person in the same place, after a refusal or a withdrawal.</summary>
    private async Task<SubmitRequestRefusal?> FormerRefusal(
        SubmitRequest request,
        string municipality,
        string person,
        CancellationToken cancellationToken
    )
    {
        if (request.Former is not { } id)
            return null;
        var former = await db.Set<AppointmentCase>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (former is null || former.Territory != municipality || former.PersonName != person)
            return SubmitRequestRefusal.FormerIsOther;
        var answered = request.Appeal ? former.State is CaseState.Refused : former.State is CaseState.Refused or CaseState.Withdrawn;
        return answered ? null : SubmitRequestRefusal.FormerNotRefused;
    }
}
