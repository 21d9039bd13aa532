using System.Text.Json;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Commands;

namespace Reserve.Web.Runtime.Help;

/// <summary>What a person did to a run besides its work. <paramref name="Details"/> is JSON, with names and not ids where people read
/// it.</summary>
internal sealed record RunMark(string Kind, string Reason, string? Element = null, string? Details = null)
{
    public const string Migrate = "migrate";
    public const string UndoMigration = "undo-migration";
    public const string Modify = "modify";
    public const string SetVariables = "set-variables";
    public const string Suspend = "suspend";
    public const string Resume = "resume";
    public const string Message = "message";
    public const string Listen = "listen";
    public const string Reassign = "reassign";
    public const string Delegate = "delegate";
    public const string Skip = "skip";
    public const string Cancel = "cancel";
    public const string Retry = "retry";
    public const string Substitute = "substitute";

    /// <summary>Details that say what was and what is.</summary>
    public static string Change(string? was, string? now) => JsonSerializer.Serialize(new { was, now }, Activities.ActivityJson.Options);
}

/// <summary>Why a run was not helped: a closed set.</summary>
internal abstract record HelpRefusal : IRefusal
{
    private HelpRefusal() { }

    public abstract string Text { get; }

    [Says("Экземпляр процесса не найден.")]
    public sealed record NotFound : HelpRefusal
    {
        public override string Text => "Экземпляр процесса не найден.";
    }

    [Says("Экземпляр процесса уже завершён.")]
    public sealed record Ended : HelpRefusal
    {
        public override string Text => "Экземпляр процесса уже завершён.";
    }

    [Says("Дело приостановлено: сначала возобновите его.")]
    public sealed record Suspended : HelpRefusal
    {
        public override string Text => "Дело приостановлено: сначала возобновите его.";
    }

    [Says("Дело не приостановлено.")]
    public sealed record NotSuspended : HelpRefusal
    {
        public override string Text => "Дело не приостановлено.";
    }

    [Says("Дело уже приостановлено.")]
    public sealed record AlreadySuspended : HelpRefusal
    {
        public override string Text => "Дело уже приостановлено.";
    }

    /// <summary>Meanwhile the run went on, or does not offer this.</summary>
    [Says("Дело тем временем ушло дальше: откройте страницу заново.")]
    public sealed record WentOn : HelpRefusal
    {
        public override string Text => "Дело тем временем ушло дальше: откройте страницу заново и посмотрите, где оно теперь.";
    }

    /// <summary>Changes that cannot be made, each with its reason.</summary>
    [Says("Так переставить нельзя.")]
    public sealed record Impossible(IReadOnlyList<string> Reasons) : HelpRefusal
    {
        public override string Text => string.Join(" ", Reasons);
    }

    public static HelpRefusal Of(StepRefusal refusal) =>
        refusal switch
        {
            StepRefusal.Ended or StepRefusal.NotStarted => new Ended(),
            StepRefusal.Suspended => new Suspended(),
            _ => new WentOn(),
        };
}
