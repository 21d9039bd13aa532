using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Appointments.Opinions;

/// <summary>A new version of the criteria of a kind; the former ones stay with the opinions that were given by them.</summary>
[Allow(Roles.Administrator)]
[Says("Изменить критерии оценки")]
internal sealed record SaveCriteria(
    string? ForTerritory,
    JudgedKind Kind,
    DateOnly ValidFrom,
    string Ground,
    IReadOnlyList<Criterion> Criteria
) : IRequest<Result<CriteriaSetId, NoRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.ForAllOr(ForTerritory, nameof(ForTerritory));
}

internal sealed class SaveCriteriaValidator : AbstractValidator<SaveCriteria>
{
    internal const int Most = 20;

    public SaveCriteriaValidator()
    {
        RuleFor(command => command.Kind).IsInEnum().WithMessage("Выберите вид дел.");
        RuleFor(command => command.ValidFrom).NotEmpty().WithMessage("Укажите, с какого дня действуют критерии.");
        RuleFor(command => command.Ground)
            .NotEmpty()
            .WithMessage("Укажите основание: каким актом или решением критерии утверждены.")
            .MaximumLength(500)
            .WithMessage("Основание длиннее 500 знаков.");
        RuleFor(command => command.Criteria)
            .Must(criteria => criteria.Count <= Most)
            .WithMessage("Критериев больше двадцати: эксперту столько не оценить.")
            .Must(criteria => criteria.DistinctBy(criterion => criterion.Key).Count() == criteria.Count)
            .WithMessage("Два критерия перепутаны. Откройте страницу заново.")
            .Must(criteria =>
                criteria.DistinctBy(criterion => criterion.Name.Trim(), StringComparer.CurrentCultureIgnoreCase).Count() == criteria.Count
            )
            .WithMessage("Два критерия названы одинаково.");
        RuleForEach(command => command.Criteria)
            .ChildRules(criterion =>
            {
                criterion
                    .RuleFor(one => one.Name)
                    .NotEmpty()
                    .WithMessage("Назовите критерий.")
                    .MaximumLength(200)
                    .WithMessage("Название критерия длиннее 200 знаков.");
                criterion.RuleFor(one => one.Key).NotEmpty().MaximumLength(40).WithMessage("Критерий не узнан. Откройте страницу заново.");
                criterion.RuleFor(one => one.Look).MaximumLength(1000).WithMessage("Пояснение к критерию длиннее 1000 знаков.");
                criterion
                    .RuleFor(one => one.Min)
                    .InclusiveBetween(0, 100)
                    .WithMessage("Нижняя оценка – целое число от 0 до 100.")
                    .LessThan(one => one.Max)
                    .WithMessage("Верхняя оценка должна быть больше нижней.");
                criterion.RuleFor(one => one.Max).InclusiveBetween(1, 100).WithMessage("Верхняя оценка – целое число от 1 до 100.");
                criterion
                    .RuleFor(one => one.Weight)
                    .InclusiveBetween(0.1m, 100)
                    .WithMessage("Вес – от 0,1 до 100.")
                    .PrecisionScale(4, 1, true)
                    .WithMessage("Вес – не более одного знака после запятой.");
            });
    }
}

internal sealed class SaveCriteriaHandler(ReserveDb db, Caller caller) : IRequestHandler<SaveCriteria, Result<CriteriaSetId, NoRefusal>>
{
    public Task<Result<CriteriaSetId, NoRefusal>> Handle(SaveCriteria request, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        var set = new CriteriaSet
        {
            Id = Ids.New<CriteriaSetId>(stamp.At),
            Kind = request.Kind,
            ForTerritory = request.ForTerritory,
            ValidFrom = request.ValidFrom,
            Ground = request.Ground.Trim(),
            Criteria =
            [
                .. request.Criteria.Select(criterion => criterion with { Name = criterion.Name.Trim(), Look = criterion.Look.Trim() }),
            ],
            SavedAt = stamp.At,
            SavedBy = stamp.Name,
        };
        db.Add(set);
        return Task.FromResult<Result<CriteriaSetId, NoRefusal>>(set.Id);
    }
}
