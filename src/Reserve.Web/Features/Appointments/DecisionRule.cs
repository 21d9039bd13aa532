using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Appointments;

/// <summary>What a decision about a case must keep to: the vote, reasons, and how often and how long it may be postponed.</summary>
public sealed class DecisionRule
{
    /// <summary>A case comes back once.</summary>
    public const int MostPostponed = 1;

    private readonly ReserveDb db;
    private readonly ProcessClock clock;
    private readonly int days;

    internal DecisionRule(ReserveDb db, IOptions<AppointmentsOptions> options, ProcessClock clock)
    {
        this.db = db;
        this.clock = clock;
        days = options.Value.PostponeDays;
    }

    /// <summary>The last day to which a case may be postponed now.</summary>
    public DateOnly LastDay(DateTimeOffset now) => DateOnly.FromDateTime(clock.Local(now.AddDays(days)).DateTime);

    internal async Task<RecordDecisionRefusal?> Refusal(RecordDecision request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!await db.Set<AppointmentCase>().AnyAsync(row => row.Id == request.Case, cancellationToken))
            return RecordDecisionRefusal.UnknownCase;
        var former = db.Set<Decision>().Where(row => row.CaseId == request.Case);
        if (await former.AnyAsync(row => row.Kind != DecisionKind.Postpone, cancellationToken))
            return RecordDecisionRefusal.AlreadyDecided;
        var chosen = request.Decision;
        var postponed = await former.CountAsync(cancellationToken);
        return chosen.Decision switch
        {
            DecisionKind.Postpone when postponed >= MostPostponed => RecordDecisionRefusal.PostponedTwice,
            DecisionKind.Postpone when !(Until(chosen) > now && Until(chosen) <= now.AddDays(days)) =>
                RecordDecisionRefusal.PostponedTooLong,
            DecisionKind.Postpone => null,
            _ when request.Voting is { Result: not "Tie" } voting && voting.Result != chosen.Decision.ToString() =>
                RecordDecisionRefusal.DecisionNotAllowed,
            DecisionKind.Refuse when chosen.Reason is null || string.IsNullOrEmpty(TextOf(request)) => RecordDecisionRefusal.ReasonMissing,
            DecisionKind.Approve or DecisionKind.Refuse => null,
            _ => throw new ArgumentOutOfRangeException(nameof(request), chosen.Decision, "Not a decision."),
        };
    }

    internal DateTimeOffset? Until(ChairDecision chosen) =>
        chosen.PostponedUntil is { } day ? clock.At(day.ToDateTime(TimeOnly.MinValue)).ToUniversalTime() : null;

    /// <summary>The decision's text: the defects, or what the chair wrote, with the conditions of an approval.</summary>
    internal static string? TextOf(RecordDecision request)
    {
        var chosen = request.Decision;
        if (request.Defects is { Count: > 0 } defects)
            return string.Join("; ", defects);
        var conditions = chosen.Decision == DecisionKind.Approve ? chosen.Conditions?.Trim() : null;
        string?[] parts = [string.IsNullOrEmpty(conditions) ? null : $"Условия: {conditions}", chosen.Text?.Trim()];
        var text = string.Join(Environment.NewLine, parts.Where(part => !string.IsNullOrEmpty(part)));
        return text.Length > 0 ? text : null;
    }
}
