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

    /// <summary>The page that publishes showed one file; the draft changes others too.</summary>
    [Says("В черновике изменены и другие файлы: опубликуйте его целиком.")]
    public sealed record OtherFiles(IReadOnlyList<string> Paths) : PublishRefusal
    {
        public override string Text =>
            $"В черновике изменены и другие файлы ({string.Join(", ", Paths)}): опубликуйте его целиком на странице «Состав процесса».";
    }

    /// <summary>The version in force has changed the same files since the draft was begun.</summary>
    [Says("Те же файлы уже изменены опубликованной версией.")]
    public sealed record PublishedMeanwhile(IReadOnlyList<string> Paths) : PublishRefusal
    {
        public override string Text =>
            $"С начала черновика опубликована версия, которая меняет те же файлы ({string.Join(", ", Paths)}). "
            + "Сравните и сохраните их заново или отмените свои изменения.";
    }

    [Says("Файл слишком большой.")]
    public sealed record TooLarge(string Path) : PublishRefusal
    {
        public override string Text => $"{Path}: файл слишком большой (тексты до 2 МБ, шаблоны до 5 МБ).";
    }

    [Says("Процесс с таким ключом уже есть.")]
    public sealed record KeyTaken(string Key) : PublishRefusal
    {
        public override string Text => $"Процесс с ключом «{Key}» уже есть.";
    }

    [Says("По этому процессу уже шли дела.")]
    public sealed record HasRuns : PublishRefusal
    {
        public override string Text => "По этому процессу уже шли дела: его можно только снять с использования.";
    }

    [Says("У процесса нет такого файла.")]
    public sealed record NoFile(string Path) : PublishRefusal
    {
        public override string Text => $"У процесса нет файла {Path}.";
    }
}
