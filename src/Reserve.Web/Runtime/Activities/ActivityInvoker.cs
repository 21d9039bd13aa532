using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using MediatR;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Activities;

/// <summary>How an activity ended: a closed set.</summary>
internal abstract record ActivityOutcome
{
    private ActivityOutcome() { }

    public sealed record Completed(FeelContext Variables) : ActivityOutcome;

    /// <summary>The command refused: a BPMN error with the refusal's name as its code.</summary>
    public sealed record Refused(string Code, string Message) : ActivityOutcome;

    /// <summary>Something that trying again, or a changed process, may cure.</summary>
    public sealed record Failed(string Code, string Message, bool Retry) : ActivityOutcome;
}

/// <summary>Sends the command of an activity inside the running transaction.</summary>
internal sealed class ActivityInvoker(ActivityCatalog catalog, IMediator mediator, SubjectRows subjects)
{
    private static readonly ConcurrentDictionary<Type, Func<IMediator, object, CancellationToken, Task<IOutcome>>> Senders = new();

    public async Task<ActivityOutcome> Invoke(string activity, string inputs, RunOrigin origin, CancellationToken cancellationToken)
    {
        if (catalog.Find(activity) is not { } description)
            return new ActivityOutcome.Failed("UnknownActivity", $"Действие {activity} не зарегистрировано.", Retry: false);
        var (bound, unfit) = Bind(activity, inputs);
        if (bound is not { } command)
            return new ActivityOutcome.Failed("BadInputs", unfit!, Retry: false);
        foreach (var row in AreaOf.Command(command).Parts.OfType<Area.Row>())
        {
            if (!await subjects.Belongs(origin.Subject, row, cancellationToken))
                return new ActivityOutcome.Failed(
                    "NotItsSubject",
                    origin.Subject is null
                        ? $"Процесс начат ни о ком: действие {activity} ничего не меняет, пока процесс не начат о человеке или деле."
                        : $"Процесс идёт о другом: действие {activity} не может изменить то, что названо во входе «{row.Field}».",
                    Retry: false
                );
        }

        var result = await Senders.GetOrAdd(description.Outcome, SenderOf)(mediator, command, cancellationToken);
        return result switch
        {
            { IsOk: true } => new ActivityOutcome.Completed(FeelBinding.Variables(result.Payload)),
            { Rejection: { } rejection } => new ActivityOutcome.Failed(
                result.Code!,
                rejection.Text,
                rejection is Rejection.ChangedMeanwhile
            ),
            _ => new ActivityOutcome.Refused(result.Code!, result.Reason!),
        };
    }

    /// <summary>The command of an activity with these inputs; or why they do not fit.</summary>
    public (object? Command, string? Unfit) Bind(string activity, string inputs)
    {
        var description = catalog.Find(activity)!;
        try
        {
            return (
                JsonSerializer.Deserialize(ActivityPayload.For(description, inputs), description.Command, ActivityJson.Options)
                    ?? throw new JsonException("The inputs are null."),
                null
            );
        }
        catch (JsonException problem)
        {
            return (null, $"Входные данные не подходят действию {activity}: {problem.Path} {problem.Message}");
        }
    }

    private static Func<IMediator, object, CancellationToken, Task<IOutcome>> SenderOf(Type outcome) =>
        typeof(ActivityInvoker)
            .GetMethod(nameof(Send), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(outcome)
            .CreateDelegate<Func<IMediator, object, CancellationToken, Task<IOutcome>>>();

    private static async Task<IOutcome> Send<TResponse>(IMediator mediator, object command, CancellationToken cancellationToken)
        where TResponse : IOutcome => await mediator.Send((IRequest<TResponse>)command, cancellationToken);
}
