using System.Text.Encodings.Web;
using System.Text.Json;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Simulation;

/// <summary>
/// A simulation as JSON: <c>state</c>, <c>trace</c>, <c>active</c>, <c>variables</c>, <c>incidents</c>, when there are any <c>loops</c> and
/// <c>messages</c> that are kept, and with a scenario <c>passed</c> and <c>failed</c>.
/// </summary>
public static class ScenarioReport
{
    /// <summary>Writes the object.</summary>
    /// <param name="simulator">After the steps.</param>
    /// <param name="scenario">The scenario, or null when none was played.</param>
    public static string ToJson(Simulator simulator, Scenario? scenario)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        using var stream = new MemoryStream();
        using (
            var json = new Utf8JsonWriter(
                stream,
                new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
            Write(json, simulator, scenario);
        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>The state of a run as one of active, completed, terminated, faulted.</summary>
    public static string StateOf(SimulatedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.State.State switch
        {
            RunState.Active => run.Incidents.Count > 0 && run.State.ActiveElements.All(active => active.Kind is "incident" or "join")
                ? "faulted"
                : "active",
            RunState.New => "active",
            RunState.Completed => "completed",
            RunState.Terminated or RunState.Cancelled => "terminated",
            RunState.Faulted => "faulted",
        };
    }

    private static void Write(Utf8JsonWriter json, Simulator simulator, Scenario? scenario)
    {
        var main = simulator.Runs.LastOrDefault(run => run.Caller is null);
        json.WriteStartObject();
        json.WriteString(
            "state",
            simulator.Loops.Count > 0 ? "faulted"
                : main is null ? "completed"
                : StateOf(main)
        );
        if (main?.ErrorCode is { } code)
            json.WriteString("error", code);
        json.WriteStartArray("trace");
        foreach (var line in simulator.Trace)
        {
            json.WriteStartObject();
            json.WriteString("element", line.ElementId);
            json.WriteString(
                "event",
                line.Event switch
                {
                    HistoryKind.Entered => "enter",
                    HistoryKind.Completed => "complete",
                    HistoryKind.Cancelled => "cancel",
                }
            );
            if (simulator.Runs.Count > 1)
                json.WriteNumber("run", line.Run);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("active");
        foreach (var run in simulator.Runs.Where(run => run.State.State == RunState.Active))
        {
            foreach (var active in run.State.ActiveElements)
            {
                json.WriteStartObject();
                json.WriteString("element", active.ElementId);
                json.WriteString("kind", active.Kind);
                if (simulator.Runs.Count > 1)
                    json.WriteNumber("run", run.Number);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        json.WritePropertyName("variables");
        FeelJson.Write(json, FeelValue.Context(main?.State.Variables ?? FeelContext.Empty));
        json.WriteStartArray("incidents");
        foreach (var incident in simulator.Runs.SelectMany(run => run.Incidents.Values))
        {
            json.WriteStartObject();
            json.WriteString("element", incident.ElementId);
            json.WriteString("code", incident.Code);
            json.WriteString("message", incident.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (simulator.Loops.Count > 0)
        {
            json.WriteStartArray("loops");
            foreach (var loop in simulator.Loops)
                json.WriteStringValue(loop);
            json.WriteEndArray();
        }

        if (simulator.KeptMessages.Count > 0)
            WriteMessages(json, simulator);
        if (scenario is not null)
        {
            json.WriteBoolean("passed", scenario.Failures.Count == 0);
            json.WriteStartArray("failed");
            foreach (var failure in scenario.Failures)
            {
                json.WriteStartObject();
                json.WriteNumber("step", failure.Step);
                json.WriteString("what", failure.What);
                json.WriteString("expected", failure.Expected);
                json.WriteString("got", failure.Got);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteMessages(Utf8JsonWriter json, Simulator simulator)
    {
        json.WriteStartArray("messages");
        foreach (var message in simulator.KeptMessages)
        {
            json.WriteStartObject();
            json.WriteString("name", message.Name);
            if (message.CorrelationKey is not null)
                json.WriteString("key", message.CorrelationKey);
            json.WriteString(
                "until",
                message.Until.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture)
            );
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
