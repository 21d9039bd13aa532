using System.Text.Json;
using System.Text.Json.Serialization;
using Reserve.Engine.Bpmn.Replay;

namespace Reserve.Web.Runtime.Replays;

/// <summary>What became of cases in a replay.</summary>
public enum ReplayKind
{
    Unchanged,
    OtherWay,
    Fails,
    Cannot,
}

/// <summary>Cases of which the same became, with some of them as examples.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">The element after which the ways part, or that fails, or that cannot be played.</param>
/// <param name="Was">Where they went.</param>
/// <param name="Now">Where they go.</param>
/// <param name="Why">Why they cannot be played; an incident's message.</param>
/// <param name="Count">How many.</param>
/// <param name="Runs">The first of them.</param>
public sealed record ReplayGroup(ReplayKind Kind, string? At, string? Was, string? Now, string? Why, int Count, IReadOnlyList<Guid> Runs)
{
    /// <summary>So many of a group are kept by name.</summary>
    public const int Examples = 100;

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    public static IReadOnlyList<ReplayGroup> Read(string text) => JsonSerializer.Deserialize<List<ReplayGroup>>(text, Json)!;

    public static string Write(IEnumerable<ReplayGroup> groups) => JsonSerializer.Serialize(groups, Json);

    internal static ReplayGroup Of(ReplayedCase played, RunId run) =>
        played switch
        {
            ReplayedCase.Unchanged => new(ReplayKind.Unchanged, null, null, null, null, 1, []),
            ReplayedCase.OtherWay way => new(ReplayKind.OtherWay, way.After, way.Was, way.Now, null, 1, [run.Value]),
            ReplayedCase.Fails fails => new(ReplayKind.Fails, fails.ElementId, null, null, fails.Message, 1, [run.Value]),
            ReplayedCase.Cannot cannot => new(ReplayKind.Cannot, cannot.ElementId, null, null, cannot.Reason.ToString(), 1, [run.Value]),
            _ => throw new ArgumentException("A replayed case is one of four.", nameof(played)),
        };

    /// <summary>Both together, those with the most cases first.</summary>
    internal static IReadOnlyList<ReplayGroup> Add(IEnumerable<ReplayGroup> groups, IEnumerable<ReplayGroup> more) =>
        [
            .. groups
                .Concat(more)
                .GroupBy(group => (group.Kind, group.At, group.Was, group.Now, group.Why))
                .Select(same =>
                    same.First() with
                    {
                        Count = same.Sum(group => group.Count),
                        Runs = [.. same.SelectMany(group => group.Runs).Take(Examples)],
                    }
                )
                .OrderBy(group => group.Kind)
                .ThenByDescending(group => group.Count),
        ];
}
