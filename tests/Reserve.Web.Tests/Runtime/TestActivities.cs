using System.Collections.Concurrent;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Tests.Runtime;

public enum EffectRefusal
{
    [Says("Такое уже не допускается.")]
    Forbidden,
}

public sealed record EffectDone(string Name, DateOnly On, int Amount);

/// <summary>The command of a page that completes a task, which the drawing names.</summary>
[CompletesTask("Test.Vote", Gives = ["choice"], Otherwise = "никто не сможет голосовать")]
internal sealed record TestVote;

/// <summary>
/// Does something that must happen exactly once: a row in table <c>test_effect</c>, without any key that would hide a second one.
/// </summary>
[Activity("Test.Effect")]
[Allow]
public sealed record TestEffect(string Name, int Refuse = 0, int Fail = 0) : IRequest<Result<EffectDone, EffectRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Nowhere;
}

internal sealed class TestEffectHandler(ReserveDb db, Caller caller, TestFaults faults)
    : IRequestHandler<TestEffect, Result<EffectDone, EffectRefusal>>
{
    public async Task<Result<EffectDone, EffectRefusal>> Handle(TestEffect command, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"insert into test_effect (name) values ({command.Name})", cancellationToken);
        if (command.Refuse > 0)
            return EffectRefusal.Forbidden;
        if (faults.Next(command.Name, command.Fail))
            throw new InvalidOperationException("The test asked for a failure.");
        return new EffectDone(command.Name, DateOnly.FromDateTime(caller.Stamp().At.UtcDateTime), 1);
    }
}

/// <summary>Leaves something for the world outside.</summary>
[Activity("Test.Mail")]
[Allow]
public sealed record TestMail(string Name) : IRequest<Result<Done, NoRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Nowhere;
}

internal sealed class TestMailHandler(Outbox outbox, Caller caller) : IRequestHandler<TestMail, Result<Done, NoRefusal>>
{
    public async Task<Result<Done, NoRefusal>> Handle(TestMail command, CancellationToken cancellationToken)
    {
        await outbox.Add("test", command.Name, command, caller.Stamp().At, cancellationToken);
        return new Done();
    }
}

/// <summary>Counts failures that a test asked for; they are of the process's memory, not of the database's transaction.</summary>
public sealed class TestFaults
{
    private readonly ConcurrentDictionary<string, int> failed = new();

    /// <summary>How many effects this node was asked for.</summary>
    public int Asked => failed.Values.Sum();

    /// <summary>Whether this call fails, when the first <paramref name="wanted"/> calls are to.</summary>
    public bool Next(string name, int wanted) => failed.AddOrUpdate(name, 1, (_, count) => count + 1) <= wanted;
}

internal static class TestActivities
{
    public const string Table = """
        create table if not exists test_effect (id bigint generated always as identity primary key, name text not null);
        grant select, insert on test_effect to reserve_app;
        """;

    public static IServiceCollection AddTestActivities(this IServiceCollection services) =>
        services
            .AddSingleton<TestFaults>()
            .AddTransient<IRequestHandler<TestEffect, Result<EffectDone, EffectRefusal>>, TestEffectHandler>()
            .AddTransient<IRequestHandler<TestMail, Result<Done, NoRefusal>>, TestMailHandler>();
}
