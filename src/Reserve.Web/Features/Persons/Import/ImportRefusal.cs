using Reserve.Web.Commands;

namespace Reserve.Web.Features.Persons.Import;

internal abstract record ImportRefusal : IRefusal
{
    public abstract string Text { get; }

    /// <summary>The file is none, or has not the columns.</summary>
    [Says("Файл не подходит.")]
    public sealed record BadFile(string Reason) : ImportRefusal
    {
        public override string Text => Reason;
    }

    public sealed record Gone : ImportRefusal
    {
        public override string Text => "Этот файл уже загружен или устарел: приложите его снова.";
    }

    /// <summary>A row is wrong, perhaps only since the preview.</summary>
    [Says("В строке файла ошибка.")]
    public sealed record BadRow(int Line, string Reason) : ImportRefusal
    {
        public override string Text => $"Строка {Line}: {Reason}";
    }
}
