using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Documents;
using Reserve.Web.Features.Files;

namespace Reserve.Web.Features.Appointments;

/// <summary>
/// A request from the cabinet: the authority itself, or an officer on its behalf. It is registered with all its files or not at all.
/// </summary>
[Allow(Roles.RegionalAuthority, Roles.MunicipalAuthority, Roles.HrOfficer, Roles.CommissionSecretary)]
[Says("Подать запрос на согласование")]
internal sealed record SubmitRequest(string Territory, string Person, string Position, string? Note, bool Outsider = false)
    : IRequest<Result<CaseRegistered, SubmitRequestRefusal>>,
        ITerritorial,
        IPlaced
{
    public IReadOnlyList<GivenFile> Files { get; init; } = [];

    Area IPlaced.Area => Area.In(Territory);
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
}

internal sealed class SubmitRequestValidator : AbstractValidator<SubmitRequest>
{
    public SubmitRequestValidator(FileCheck check)
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
        RuleFor(command => command.Files)
            .Custom(
                (files, context) =>
                {
                    foreach (var fault in check.Faults(files))
                        context.AddFailure(fault);
                }
            );
    }
}

internal sealed class SubmitRequestHandler(
    ReserveDb db,
    CaseRegistration registration,
    PersonSearch people,
    CaseDocuments documents,
    Caller caller
) : IRequestHandler<SubmitRequest, Result<CaseRegistered, SubmitRequestRefusal>>
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
        var registered = await registration.Register(
            new NewRequest(
                municipality.Path,
                person.FullName,
                person.CandidateId,
                request.Position.Trim(),
                request.Note?.Trim(),
                RequestSource.Cabinet
            ),
            municipality.Name,
            cancellationToken
        );
        var appointment = await db.Set<AppointmentCase>().SingleAsync(row => row.Id == registered.Case, cancellationToken);
        var added = await documents.Add(appointment, request.Files, null, cancellationToken);
        return registered with { Remarks = added.Said };
    }
}
