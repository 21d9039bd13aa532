using Reserve.Engine.Bpmn.Xml;
using Reserve.Web.Commands;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>Why a drawing was not saved or published: a closed set.</summary>
internal abstract record PublishRefusal : IRefusal
{
    private PublishRefusal() { }

    public abstract string Text { get; }

    /// <summary>Somebody saved another draft meanwhile.</summary>
    [Says("Черновик уже изменил другой.")]
    public sealed record ChangedMeanwhile(string By, DateTimeOffset At) : PublishRefusal
    {
        public override string Text => $"Черновик уже изменил(а) {By}. Откройте его заново.";
    }

    public sealed record NoDraft : PublishRefusal
    {
        public override string Text => "Черновика нет.";
    }

    /// <summary>The drawing or its rules have errors; every finding at once.</summary>
    [Says("Опубликовать нельзя, есть ошибки.")]
    public sealed record Unsound(IReadOnlyList<BpmnDiagnostic> Diagnostics) : PublishRefusal
    {
        public override string Text =>
            "Опубликовать нельзя, есть ошибки: "
            + string.Join("; ", Diagnostics.Where(found => found.Severity == BpmnSeverity.Error).Select(found => found.Message))
            + ".";
    }

    [Says("В схеме нет исполняемого процесса с этим ключом.")]
    public sealed record OtherProcess(string Key) : PublishRefusal
    {
        public override string Text => $"В схеме нет исполняемого процесса с идентификатором «{Key}».";
    }

    [Says("У процесса нет такого файла.")]
    public sealed record NoFile(string Path) : PublishRefusal
    {
        public override string Text => $"У процесса нет файла {Path}.";
    }
}
