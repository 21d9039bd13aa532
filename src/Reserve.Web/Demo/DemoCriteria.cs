using MediatR;
using Reserve.Web.Commands;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Opinions;

namespace Reserve.Web.Demo;

/// <summary>Criteria that nobody has decreed: each says that it is an example.</summary>
internal static class DemoCriteria
{
    private static readonly (JudgedKind Kind, Criterion[] Criteria)[] Examples =
    [
        (
            JudgedKind.Appointment,
            [
                new("c1", "Пример: опыт управления", "Стаж, масштаб, результаты организаций, которыми руководил", 0, 10, 2),
                new("c2", "Пример: программа развития территории", "Опора на показатели мониторинга, выполнимость", 0, 10, 3),
                new("c3", "Пример: знание законодательства", "Ответы на вопросы справки", 1, 5, 1),
            ]
        ),
        (
            JudgedKind.Attestation,
            [
                new("c1", "Пример: результаты обучения", "Удостоверения, выполнение плана развития", 0, 10, 1),
                new("c2", "Пример: готовность к должности", "Представление, отзыв наставника", 0, 10, 2),
            ]
        ),
        (JudgedKind.Renewal, [new("c1", "Пример: развитие за срок в резерве", "Что сделано по плану развития", 0, 10, 1)]),
    ];

    public static async Task Prepare(IMediator mediator, DateOnly from)
    {
        foreach (var (kind, criteria) in Examples)
        {
            var saved = await mediator.Send(new SaveCriteria(null, kind, from, "Пример для показа, не утверждён никаким актом", criteria));
            if (!saved.IsOk)
                throw new InvalidOperationException($"The demonstration of criteria: {saved.Reason}");
        }
    }

    /// <summary>The marks of an expert who is of this opinion, by the set in force; some experts are more severe than others.</summary>
    public static GivenMarks Marks(CriteriaSet? set, Verdict verdict, int severity) =>
        set is null
            ? GivenMarks.None
            : new GivenMarks(
                set.Id,
                set.Criteria.Select((criterion, place) => (criterion, place))
                    .ToDictionary(one => one.criterion.Key, one => (int?)Mark(one.criterion, verdict, severity + (one.place % 2)))
            );

    private static int Mark(Criterion criterion, Verdict verdict, int below)
    {
        var step = Math.Max(1, (criterion.Max - criterion.Min) / 10);
        var best = verdict == Verdict.Positive ? criterion.Max : (criterion.Min + criterion.Max) / 2;
        return Math.Max(criterion.Min, best - (step * below));
    }
}
