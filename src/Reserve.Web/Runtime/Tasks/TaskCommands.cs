using System.Reflection;
using Reserve.Web.Commands;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>
/// Marks a command of a page that completes a waiting user task: the drawing's task names it in its input <c>command</c>, and the page
/// finds the task by that name and the subject, whatever the element is called.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class CompletesTaskAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>The variables that the command gives to the process.</summary>
    public required string[] Gives { get; init; }

    /// <summary>What nobody can do any more when no task of the process offers the command.</summary>
    public required string Otherwise { get; init; }

    /// <summary>
    /// Whether the task is completed by the command alone: its form then says what is asked, and nobody answers it.
    /// </summary>
    public bool InsteadOfForm { get; init; }
}

/// <summary>A command that user tasks may name, as the editor shows it.</summary>
internal sealed record TaskCommand(string Name, string Title, IReadOnlyList<string> Gives, string Otherwise, bool InsteadOfForm = false);

/// <summary>Every command marked with <see cref="CompletesTaskAttribute"/>, by the name that drawings use.</summary>
internal sealed class TaskCommands
{
    private readonly Dictionary<string, TaskCommand> byName;

    public TaskCommands(IEnumerable<Type> commands) =>
        byName = commands
            .Where(command => command.IsDefined(typeof(CompletesTaskAttribute), inherit: false))
            .Select(command =>
            {
                var completes = command.GetCustomAttribute<CompletesTaskAttribute>()!;
                var title = command.GetCustomAttribute<SaysAttribute>()?.Text ?? completes.Name;
                return new TaskCommand(completes.Name, title, completes.Gives, completes.Otherwise, completes.InsteadOfForm);
            })
            .ToDictionary(command => command.Name, StringComparer.Ordinal);

    public IEnumerable<TaskCommand> All => byName.Values.OrderBy(command => command.Name, StringComparer.Ordinal);

    public TaskCommand? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Whether a task that names this command is completed by it alone.</summary>
    public bool IsInsteadOfForm(string? name) => name is not null && Find(name) is { InsteadOfForm: true };

    /// <summary>The name by which drawings know the command.</summary>
    public static string NameOf<TCommand>() =>
        typeof(TCommand).GetCustomAttribute<CompletesTaskAttribute>()?.Name
        ?? throw new InvalidOperationException($"{typeof(TCommand)} completes no task.");
}
