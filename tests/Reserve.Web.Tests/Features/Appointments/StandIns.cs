using System.Reflection;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime;

namespace Reserve.Web.Tests.Features.Appointments;

public sealed record PaperMade(string Id, string Number);

[Allow, Activity("Papers.IssueBrief")]
public sealed record StandInBrief(string Case) : IRequest<Result<StandInBriefMade, NoRefusal>>;

public sealed record StandInBriefMade(PaperMade Brief);

[Allow, Activity("Papers.IssueProtocol")]
public sealed record StandInProtocol(string Case, string Meeting) : IRequest<Result<StandInProtocolMade, NoRefusal>>;

public sealed record StandInProtocolMade(PaperMade Protocol, PaperMade Extract);

[Allow, Activity("Candidates.CloseEntry")]
public sealed record StandInClose(string? Candidate, string Reason, string? Note = null) : IRequest<Result<Done, NoRefusal>>;

[Allow, Activity("Notifications.Remind")]
public sealed record StandInRemind(string Role, string Territory, string Text) : IRequest<Result<Done, NoRefusal>>;

[Allow, Activity("Notifications.Escalate")]
public sealed record StandInEscalate(string Role, string Territory, string Text) : IRequest<Result<Done, NoRefusal>>;

/// <summary>Answers for the activities of other features where this build does not have those features.</summary>
internal sealed class StandIns
    : IRequestHandler<StandInBrief, Result<StandInBriefMade, NoRefusal>>,
        IRequestHandler<StandInProtocol, Result<StandInProtocolMade, NoRefusal>>,
        IRequestHandler<StandInClose, Result<Done, NoRefusal>>,
        IRequestHandler<StandInRemind, Result<Done, NoRefusal>>,
        IRequestHandler<StandInEscalate, Result<Done, NoRefusal>>
{
    public static void Add(IServiceCollection services)
    {
        var own = CommandRegistration.CommandTypes().ToList();
        var claimed = own.Select(NameOf).ToHashSet();
        Type[] standIns =
        [
            typeof(StandInBrief),
            typeof(StandInProtocol),
            typeof(StandInClose),
            typeof(StandInRemind),
            typeof(StandInEscalate),
        ];
        services.AddSingleton(new ActivityCatalog([.. own, .. standIns.Where(type => !claimed.Contains(NameOf(type)))]));
        foreach (var handled in typeof(StandIns).GetInterfaces())
            services.AddTransient(handled, typeof(StandIns));
    }

    public Task<Result<StandInBriefMade, NoRefusal>> Handle(StandInBrief request, CancellationToken cancellationToken) =>
        Task.FromResult<Result<StandInBriefMade, NoRefusal>>(new StandInBriefMade(new PaperMade("b", "1")));

    public Task<Result<StandInProtocolMade, NoRefusal>> Handle(StandInProtocol request, CancellationToken cancellationToken) =>
        Task.FromResult<Result<StandInProtocolMade, NoRefusal>>(new StandInProtocolMade(new PaperMade("p", "1"), new PaperMade("x", "1")));

    public Task<Result<Done, NoRefusal>> Handle(StandInClose request, CancellationToken cancellationToken) => Ok();

    public Task<Result<Done, NoRefusal>> Handle(StandInRemind request, CancellationToken cancellationToken) => Ok();

    public Task<Result<Done, NoRefusal>> Handle(StandInEscalate request, CancellationToken cancellationToken) => Ok();

    private static string? NameOf(Type type) => type.GetCustomAttribute<ActivityAttribute>()?.Type;

    private static Task<Result<Done, NoRefusal>> Ok() => Task.FromResult<Result<Done, NoRefusal>>(new Done());
}
