using System.Globalization;
using System.Text.Json;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Simulation;
using Reserve.Engine.Dmn;
using Reserve.Engine.Feel;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>
/// A sample of a bundle (<c>samples/*.json</c> with a list <c>steps</c>) played in memory: its processes, its rules, answers of services as
/// the sample says.
/// </summary>
internal sealed class SampleRun : IDisposable
{
    private readonly JsonDocument document;

    internal SampleRun(JsonDocument document, Simulator simulator, Scenario scenario, IReadOnlyList<string> problems)
    {
        this.document = document;
        Simulator = simulator;
        Scenario = scenario;
        Problems = problems;
    }

    public Simulator Simulator { get; }

    public Scenario Scenario { get; }

    /// <summary>What is wrong with the sample itself: it is not played then.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>What the sample shows, in its own words.</summary>
    public string? Expected =>
        document.RootElement.TryGetProperty("expected", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    public IReadOnlyList<JsonElement> Steps => [.. document.RootElement.GetProperty("steps").EnumerateArray()];

    /// <summary>Whether the text is an object with steps; a sample without is data to fill forms and templates with.</summary>
    public static bool IsPlayed(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("steps", out var steps)
                && steps.ValueKind == JsonValueKind.Array;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public void Dispose() => document.Dispose();

    internal void PlaySteps(int count)
    {
        try
        {
            Scenario.Play(Steps.Take(count));
        }
        catch (Exception problem) when (problem is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            ((List<string>)Problems).Add($"записан неверно: {problem.Message}");
        }
    }
}
