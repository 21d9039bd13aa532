using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Messages;

namespace Reserve.Web.Features.Candidates;

internal sealed class CycleMessages(ReserveDb db, Caller caller, IMediator mediator)
{
    internal async Task<Result<Done, CycleMessageRefusal>> Tell(
        CandidateId id,
        string message,
        object variables,
        CancellationToken cancellationToken
    )
    {
        if (await db.Set<Candidate>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } candidate)
            return CycleMessageRefusal.UnknownCandidate;
        using (caller.AsSystem(candidate.Territory))
        {
            var told = await mediator.Send(
                new CorrelateMessage(message, id.Value.ToString(), JsonSerializer.SerializeToElement(variables), candidate.Territory),
                cancellationToken
            );
            return told.IsOk ? new Done() : CycleMessageRefusal.NobodyWaits;
        }
    }
}
