using MediatR;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Data;

namespace Reserve.Web.Commands;

/// <summary>
/// Third and fourth step: one transaction around the handler, and the audit row in it. A command sent from within a
/// command joins the transaction under a savepoint. What a refused command wrote is taken back; its audit row is kept.
/// Deadlocks and serialization failures are tried again from the start.
/// </summary>
internal sealed class TransactionBehavior<TRequest, TResponse>(ReserveDb db, Caller caller, AuditTrail trail)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IOutcome<TResponse>
{
    private const int Attempts = 4;

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (db.Database.CurrentTransaction is not null)
            return await Join(request, next, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Run(request, next, cancellationToken);
            }
            catch (DbUpdateConcurrencyException)
            {
                db.ChangeTracker.Clear();
                return TResponse.Reject(new Rejection.ChangedMeanwhile());
            }
            catch (Exception problem) when (attempt < Attempts && IsTransient(problem))
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    private async Task<TResponse> Run(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.TakeChanges(0);
        var response = await next();
        if (!response.IsOk)
        {
            await transaction.RollbackAsync(cancellationToken);
            db.ChangeTracker.Clear();
            await Record(request, response, [], cancellationToken);
            return response;
        }

        await db.SaveChangesAsync(cancellationToken);
        await Record(request, response, db.TakeChanges(0), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return response;
    }

    private async Task<TResponse> Join(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        var transaction = db.Database.CurrentTransaction!;
        var savepoint = "s" + Guid.NewGuid().ToString("N");
        await db.SaveChangesAsync(cancellationToken);
        var before = db.Changes.Count;
        await transaction.CreateSavepointAsync(savepoint, cancellationToken);
        var response = await next();
        if (!response.IsOk)
        {
            await transaction.RollbackToSavepointAsync(savepoint, cancellationToken);
            db.ChangeTracker.Clear();
            db.TakeChanges(before);
        }

        await db.SaveChangesAsync(cancellationToken);
        await Record(request, response, db.TakeChanges(before), cancellationToken);
        return response;
    }

    private Task Record(TRequest request, TResponse response, RowChange[] changes, CancellationToken cancellationToken) =>
        trail.RecordAsync(request, response.Payload, response.Code, changes, caller.JournalStamp(), caller.IsSystem, cancellationToken);

    private static bool IsTransient(Exception problem) =>
        (problem as PostgresException ?? problem.InnerException as PostgresException)?.SqlState
            is PostgresErrorCodes.SerializationFailure
                or PostgresErrorCodes.DeadlockDetected;
}
