using System.Text;
using System.Text.Json;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Runtime.Inputs;

/// <summary>
/// What the engine was given in one step, as text: the offset of the wall clock and the events in order, variables exactly. Values of more
/// than <see cref="LargeFrom"/> characters are kept apart, by position, so that the step's row stays small and they can be erased.
/// </summary>
internal sealed record GivenEvents(TimeSpan Offset, IReadOnlyList<RunEvent> Events, GivenAct? Act = null)
{
    public const int LargeFrom = 4096;

    public (string Text, IReadOnlyList<string> Large) Write()
    {
        using var stream = new MemoryStream();
        var large = new List<string>();
        using (var writer = new Utf8JsonWriter(stream, FeelJsonOptions))
        {
            writer.WriteStartObject();
            writer.WriteNumber("offset", (int)Offset.TotalMinutes);
            if (Act is not null)
            {
                writer.WritePropertyName("act");
                JsonSerializer.Serialize(writer, Act, ActivityJson.Options);
            }
            writer.WriteStartArray("events");
            foreach (var happened in Events)
                Write(writer, happened, large);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return (Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length), large);
    }

    /// <summary>Reads what <see cref="Write()"/> gave; null when a large value was erased.</summary>
    public static GivenEvents? Read(string text, Func<int, string?> large)
    {
        using var document = JsonDocument.Parse(text);
        var events = new List<RunEvent>();
        foreach (var element in document.RootElement.GetProperty("events").EnumerateArray())
        {
            if (Value(element, large) is not { } value)
                return null;
            events.Add(Read(element, value));
        }
        return new GivenEvents(
            TimeSpan.FromMinutes(document.RootElement.GetProperty("offset").GetInt32()),
            events,
            document.RootElement.TryGetProperty("act", out var act) ? act.Deserialize<GivenAct>(ActivityJson.Options) : null
        );
    }

    private static JsonWriterOptions FeelJsonOptions =>
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static void Write(Utf8JsonWriter writer, RunEvent happened, List<string> large)
    {
        writer.WriteStartObject();
        switch (happened)
        {
            case RunEvent.Start start:
                Kind("start", null);
                Text("element", start.StartElement);
                if (start.IsCalled)
                    writer.WriteBoolean("called", true);
                Variables(start.Variables);
                break;
            case RunEvent.TaskCompleted task:
                Kind("task", task.WaitId);
                Variables(task.Variables);
                break;
            case RunEvent.ServiceCompleted service:
                Kind("service", service.WaitId);
                Variables(service.Variables);
                break;
            case RunEvent.ServiceFailed failed:
                Kind("failed", failed.WaitId);
                Text("code", failed.ErrorCode);
                Text("message", failed.Message);
                break;
            case RunEvent.EscalationRaised raised:
                Kind("escalation-raised", raised.WaitId);
                Text("code", raised.EscalationCode);
                Variables(raised.Variables);
                break;
            case RunEvent.DecisionEvaluated decided:
                Kind("decision", decided.WaitId);
                Value(decided.Value);
                break;
            case RunEvent.TimerFired timer:
                Kind("timer", timer.WaitId);
                break;
            case RunEvent.MessageArrived message:
                Kind("message", message.WaitId);
                Variables(message.Variables);
                break;
            case RunEvent.SignalArrived signal:
                Kind("signal", null);
                Text("name", signal.Name);
                Variables(signal.Variables);
                break;
            case RunEvent.CalledProcessEnded ended:
                Kind("called-ended", ended.WaitId);
                Text("code", ended.ErrorCode);
                Variables(ended.Variables);
                break;
            case RunEvent.CalledProcessEscalated escalated:
                Kind("escalation", escalated.WaitId);
                Text("code", escalated.EscalationCode);
                Variables(escalated.Variables);
                break;
            case RunEvent.ActivateAdHoc activated:
                Kind("activate", activated.WaitId);
                Text("element", activated.ElementId);
                break;
            case RunEvent.CompleteAdHoc completed:
                Kind("complete", completed.WaitId);
                break;
            case RunEvent.SetVariables set:
                Kind("set-variables", null);
                Variables(set.Variables);
                break;
            case RunEvent.Retry retry:
                Kind("retry", retry.WaitId);
                break;
            case RunEvent.MoreChildren more:
                Kind("more-children", more.WaitId);
                break;
            case RunEvent.Modify modify:
                Kind("modify", null);
                writer.WritePropertyName("changes");
                ChangeJson.Write(writer, modify.Changes);
                break;
            case RunEvent.Skip skip:
                Kind("skip", skip.WaitId);
                Variables(skip.Variables);
                break;
            case RunEvent.Listen listen:
                Kind("listen", null);
                writer.WriteNumber("instance", listen.Instance);
                Text("element", listen.ElementId);
                Variables(listen.Variables);
                break;
            case RunEvent.Cancel:
                Kind("cancel", null);
                break;
            default:
                throw new InvalidOperationException($"An event of type {happened.GetType().Name} has no written form.");
        }
        writer.WriteEndObject();

        void Kind(string kind, int? wait)
        {
            writer.WriteString("kind", kind);
            if (wait is { } number)
                writer.WriteNumber("wait", number);
        }

        void Text(string name, string? value)
        {
            if (value is not null)
                writer.WriteString(name, value);
        }

        void Variables(FeelContext variables)
        {
            if (variables.Count > 0)
                Value(FeelValue.Context(variables));
        }

        void Value(FeelValue value)
        {
            var text = FeelJson.ToExactText(value);
            if (text.Length > LargeFrom)
            {
                writer.WriteNumber("ref", large.Count);
                large.Add(text);
                return;
            }
            writer.WritePropertyName("value");
            writer.WriteRawValue(text, skipInputValidation: true);
        }
    }

    private static RunEvent Read(JsonElement element, FeelValue value)
    {
        var variables = value.AsContext() ?? FeelContext.Empty;
        return element.GetProperty("kind").GetString() switch
        {
            "start" => new RunEvent.Start(variables, Text("element"), element.TryGetProperty("called", out _)),
            "task" => new RunEvent.TaskCompleted(Wait(), variables),
            "service" => new RunEvent.ServiceCompleted(Wait(), variables),
            "failed" => new RunEvent.ServiceFailed(Wait(), Text("code"), Text("message")!),
            "escalation-raised" => new RunEvent.EscalationRaised(Wait(), Text("code")!, variables),
            "decision" => new RunEvent.DecisionEvaluated(Wait(), value),
            "timer" => new RunEvent.TimerFired(Wait()),
            "message" => new RunEvent.MessageArrived(Wait(), variables),
            "signal" => new RunEvent.SignalArrived(Text("name")!, variables),
            "called-ended" => new RunEvent.CalledProcessEnded(Wait(), variables, Text("code")),
            "escalation" => new RunEvent.CalledProcessEscalated(Wait(), Text("code")!, variables),
            "activate" => new RunEvent.ActivateAdHoc(Wait(), Text("element")!),
            "complete" => new RunEvent.CompleteAdHoc(Wait()),
            "set-variables" => new RunEvent.SetVariables(variables),
            "retry" => new RunEvent.Retry(Wait()),
            "more-children" => new RunEvent.MoreChildren(Wait()),
            "modify" => new RunEvent.Modify(ChangeJson.Read(element.GetProperty("changes"))),
            "skip" => new RunEvent.Skip(Wait(), variables),
            "listen" => new RunEvent.Listen(element.GetProperty("instance").GetInt32(), Text("element")!, variables),
            "cancel" => new RunEvent.Cancel(),
            var kind => throw new InvalidDataException($"A step was given an event of unknown kind {kind}."),
        };

        int Wait() => element.GetProperty("wait").GetInt32();
        string? Text(string name) => element.TryGetProperty(name, out var text) ? text.GetString() : null;
    }

    /// <summary>The event's variables or value; null when they were erased.</summary>
    private static FeelValue? Value(JsonElement element, Func<int, string?> large)
    {
        if (element.TryGetProperty("value", out var value))
            return FeelJson.ReadExact(value);
        if (!element.TryGetProperty("ref", out var position))
            return FeelValue.Context(FeelContext.Empty);
        if (large(position.GetInt32()) is not { } text)
            return null;
        using var document = JsonDocument.Parse(text);
        return FeelJson.ReadExact(document.RootElement);
    }
}
