using System.Collections.Concurrent;
using System.Reflection;

namespace Reserve.Web.Commands;

/// <summary>What a refusal (on the member of its enum) or a command (on the record, for the journal) is called in Russian.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Class, Inherited = false)]
internal sealed class SaysAttribute(string text) : Attribute
{
    public string Text { get; } = text;
}

/// <summary>A refusal that is a record carries its own text.</summary>
internal interface IRefusal
{
    string Text { get; }
}

/// <summary>A command that is never refused beyond what the pipeline says.</summary>
internal enum NoRefusal { }

/// <summary>Finds what a refusal says to the user.</summary>
internal static class RefusalText
{
    private static readonly ConcurrentDictionary<object, string> Texts = new();

    public static string Of(object refusal) =>
        refusal switch
        {
            IRefusal own => own.Text,
            Enum member => Texts.GetOrAdd(member, static member => Declared((Enum)member)),
            _ => throw new InvalidOperationException($"{refusal.GetType()} says nothing: make it an enum with [Says] or an IRefusal."),
        };

    private static string Declared(Enum member) =>
        member.GetType().GetField(member.ToString())?.GetCustomAttribute<SaysAttribute>()?.Text
        ?? throw new InvalidOperationException($"{member.GetType().Name}.{member} has no [Says].");
}
