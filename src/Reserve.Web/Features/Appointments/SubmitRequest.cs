using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Documents;
using Reserve.Web.Features.Files;
using Reserve.Web.Features.Persons;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Appointments;

/// <summary>
/// A request from the cabinet: the authority itself, or an officer on its behalf. It is registered with all its files or not at all.
/// </summary>
[Allow(Roles.RegionalAuthority, Roles.MunicipalAuthority, Roles.HrOfficer, Roles.CommissionSecretary)]
[Says("Подать запрос на согласование")]
internal sealed record SubmitRequest(
    string Territory,
    string Person,
    string Position,
    string? Note,
    bool Outsider = false,
    PersonId? Chosen = null,
    PostId? Post = null,
    string? Organization = null,
    AppointmentCaseId? Former = null,
    bool Appeal = false
) : IRequest<Result<CaseRegistered, SubmitRequestRefusal>>, ITerritorial, IPlaced
{
    public IReadOnlyList<GivenFile> Files { get; init; } = [];

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

    [Says("Выбранного человека в базе региона нет.")]
    NoSuchPerson,

    [Says("Должность выведена из справочника: выберите другую.")]
    PostClosed,

    [Says("Эта должность другого уровня: для региональной выберите регион, для остальных муниципальное образование.")]
    OtherLevel,

    [Says("Укажите организацию, которую возглавит человек.")]
    NoOrganization,

    [Says("Этому имени соответствуют несколько человек: выберите одного из них или напишите имя полностью.")]
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
            .When(command => command.Post is null)
            .WithMessage("Укажите должность.")
            .MaximumLength(300)
            .WithMessage("Должность длиннее 300 знаков.");
        RuleFor(command => command.Organization).MaximumLength(300).WithMessage("Организация длиннее 300 знаков.");
        RuleFor(command => command.Note).MaximumLength(4000).WithMessage("Примечание длиннее 4000 знаков.");
        RuleFor(command => command.Former).NotNull().When(command => command.Appeal).WithMessage("Обжалуют решение прежнего дела.");
        RuleFor(command => command.Note)
            .NotEmpty()
            .When(command => command.Appeal)
            .WithMessage("Напишите, с чем в прежнем решении вы не согласны.");
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
    PostFinder posts,
    TimeShown shown,
    CaseDocuments documents,
    Caller caller
) : IRequestHandler<SubmitRequest, Result<CaseRegistered, SubmitRequestRefusal>>
{
    public async Task<Result<CaseRegistered, SubmitRequestRefusal>> Handle(SubmitRequest request, CancellationToken cancellationToken)
    {
        var territory = await db.Set<Territory>()
            .AsNoTracking()
            .SingleOrDefaultAsync(row => row.Path == request.Territory && row.Kind != TerritoryKind.Federation, cancellationToken);
        if (territory is null)
            return SubmitRequestRefusal.NoMunicipality;
        var (person, unknown) = await Whom(request, Territory.RegionOf(territory.Path), cancellationToken);
        if (person is null)
            return unknown;
        if (await posts.Chosen(request.Post, request.Position, territory.Path, cancellationToken) is not { } post)
            return SubmitRequestRefusal.PostClosed;
        if (!post.IsProposal && !post.IsOpen(shown.Today))
            return SubmitRequestRefusal.PostClosed;
        if ((post.Level == PostLevel.Regional) != (territory.Kind == TerritoryKind.Region))
            return SubmitRequestRefusal.OtherLevel;
        var organization = post.Level == PostLevel.School ? request.Organization?.Trim() : null;
        if (post is { Level: PostLevel.School, IsProposal: false } && string.IsNullOrEmpty(organization))
            return SubmitRequestRefusal.NoOrganization;
        var open = await db.Set<AppointmentCase>()
            .AnyAsync(
                row =>
                    row.Territory == territory.Path
                    && (
                        person.PersonId != null && row.PersonId != null
                            ? row.PersonId == person.PersonId
                            : row.PersonName == person.FullName
                    )
                    && row.ClosedAt == null,
                cancellationToken
            );
        if (open)
            return SubmitRequestRefusal.AlreadyOpen;
        if (await FormerRefusal(request, territory.Path, person.FullName, cancellationToken) is { } refusal)
            return refusal;
        var registered = await registration.Register(
            new NewRequest(
                territory.Path,
                person.FullName,
                person.CandidateId,
                string.IsNullOrWhiteSpace(request.Position) ? post.Name : request.Position.Trim(),
                request.Note?.Trim(),
                RequestSource.Cabinet,
                Person: person.PersonId,
                Post: post.Id,
                Organization: organization,
                Former: request.Former,
                Appeal: request.Appeal
            ),
            territory.Name,
            cancellationToken
        );
        var appointment = await db.Set<AppointmentCase>().SingleAsync(row => row.Id == registered.Case, cancellationToken);
        var added = await documents.Add(appointment, request.Files, null, cancellationToken);
        return registered with { Remarks = added.Said };
    }

    private async Task<(KnownPerson? Person, SubmitRequestRefusal Refusal)> Whom(
        SubmitRequest request,
        string region,
        CancellationToken cancellationToken
    )
    {
        // A municipality may ask for a person of its region whom it does not see itself.
        using (caller.AsSystem(region))
        {
            if (request.Chosen is { } chosen)
                return (await people.Of(chosen, region, cancellationToken), SubmitRequestRefusal.NoSuchPerson);
            return await people.Find(request.Person, region, cancellationToken) switch
            {
                [var known] => (known, default),
                [_, ..] => (null, SubmitRequestRefusal.AmbiguousPerson),
                [] when !request.Outsider => (null, SubmitRequestRefusal.UnknownPerson),
                [] when !NameMatch.IsFullName(request.Person) => (null, SubmitRequestRefusal.NotFullName),
                [] => (new KnownPerson(request.Person.Trim(), null), default),
            };
        }
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
