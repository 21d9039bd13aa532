using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Briefs;

namespace Reserve.Web.Demo;

/// <summary>Two requests for briefs: of the region's ministry, answered at once, and one that waits for the officer.</summary>
internal static class DemoBriefs
{
    private static readonly RequestBrief[] Requests =
    [
        new(
            "RU.74.05",
            "Сомова Инга Романовна",
            null,
            "Руководитель муниципального органа управления образованием",
            "К совещанию у министра",
            DemoAppointments.MinistryAddress
        ),
        new("RU.74.12", null, null, null, "Для сводки по отстающим территориям"),
    ];

    /// <summary>The process must be deployed by then.</summary>
    public static async Task Request(ReserveDb db, IMediator mediator)
    {
        if (await db.Set<BriefRequest>().AnyAsync())
            return;
        foreach (var request in Requests)
        {
            var asked = await mediator.Send(request);
            if (!asked.IsOk)
                throw new InvalidOperationException($"The demonstration of briefs: {asked.Code}");
        }
    }
}
