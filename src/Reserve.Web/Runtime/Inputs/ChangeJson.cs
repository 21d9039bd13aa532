using System.Text.Json;
using Reserve.Engine.Bpmn.Execution.Modification;

namespace Reserve.Web.Runtime.Inputs;

/// <summary>Changes of where a run stands, as JSON: in what a step was given, and in what a page sends.</summary>
internal static class ChangeJson
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<RunChange> changes)
    {
        writer.WriteStartArray();
        foreach (var change in changes)
        {
            writer.WriteStartObject();
            switch (change)
            {
                case RunChange.StartBefore start:
                    Element("start-before", start.ElementId);
                    writer.WriteNumber("scope", start.Scope);
                    break;
                case RunChange.StartAfter start:
                    Element("start-after", start.ElementId);
                    writer.WriteNumber("scope", start.Scope);
                    break;
                case RunChange.Cancel cancel:
                    Token("cancel", cancel.Token);
                    break;
                case RunChange.Move move:
                    Token("move", move.Token);
                    writer.WriteString("to", move.ElementId);
                    break;
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();

        void Element(string kind, string element)
        {
            writer.WriteString("kind", kind);
            writer.WriteString("element", element);
        }

        void Token(string kind, TokenPlace token)
        {
            Element(kind, token.ElementId);
            writer.WriteNumber("instance", token.Instance);
            writer.WriteNumber("scope", token.Scope);
        }
    }

    /// <exception cref="InvalidDataException">There is a change of an unknown kind.</exception>
    public static IReadOnlyList<RunChange> Read(JsonElement changes) =>
        [
            .. changes
                .EnumerateArray()
                .Select(change =>
                {
                    var element = change.GetProperty("element").GetString()!;
                    return change.GetProperty("kind").GetString() switch
                    {
                        "start-before" => (RunChange)new RunChange.StartBefore(element, change.GetProperty("scope").GetInt32()),
                        "start-after" => new RunChange.StartAfter(element, change.GetProperty("scope").GetInt32()),
                        "cancel" => new RunChange.Cancel(Token()),
                        "move" => new RunChange.Move(Token(), change.GetProperty("to").GetString()!),
                        var kind => throw new InvalidDataException($"There is no change of kind {kind}."),
                    };

                    TokenPlace Token() => new(element, change.GetProperty("instance").GetInt32(), change.GetProperty("scope").GetInt32());
                }),
        ];
}
