using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Persons;
using Reserve.Web.Pages;

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
    PersonId? Chosen = null,
    PostId? Post = null,
    string? Organization = null
) : IRequest<Result<CaseRegistered, SubmitRequestRefusal>>, ITerritorial, IPlaced
{
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
            .When(command => command.Post is null)
            .WithMessage("Укажите должность.")
            .MaximumLength(300)
            .WithMessage("Должность длиннее 300 знаков.");
        RuleFor(command => command.Organization).MaximumLength(300).WithMessage("Организация длиннее 300 знаков.");
        RuleFor(command => command.Note).MaximumLength(4000).WithMessage("Примечание длиннее 4000 знаков.");
    }
}

internal sealed class SubmitRequestHandler(
    ReserveDb db,
    CaseRegistration registration,
    PersonSearch people,
    PostFinder posts,
    TimeShown shown,
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
        return await registration.Register(
            new NewRequest(
                territory.Path,
                person.FullName,
                person.CandidateId,
                string.IsNullOrWhiteSpace(request.Position) ? post.Name : request.Position.Trim(),
                request.Note?.Trim(),
                RequestSource.Cabinet,
                Person: person.PersonId,
                Post: post.Id,
                Organization: organization
            ),
            territory.Name,
            cancellationToken
        );
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
}
