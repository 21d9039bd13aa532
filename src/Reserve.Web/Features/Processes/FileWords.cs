using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Forms;

namespace Reserve.Web.Features.Processes;

/// <summary>Words and colours for the files of a process.</summary>
internal static class FileWords
{
    public static string Of(BundleFileKind kind) =>
        kind switch
        {
            BundleFileKind.Drawing => "Рисунок",
            BundleFileKind.Rule => "Правила",
            BundleFileKind.Form => "Форма",
            BundleFileKind.Letter => "Письмо",
            BundleFileKind.Template => "Шаблон бумаги",
            BundleFileKind.Sample => "Пример",
            BundleFileKind.Readme => "Описание",
        };

    public static string Of(FieldKind kind) =>
        kind switch
        {
            FieldKind.TextField => "строка",
            FieldKind.TextArea => "текст в несколько строк",
            FieldKind.Number => "число",
            FieldKind.Checkbox => "галочка",
            FieldKind.Select => "выбор из списка",
            FieldKind.Radio => "один из вариантов",
            FieldKind.Checklist => "несколько галочек",
            FieldKind.Taglist => "несколько из списка",
            FieldKind.Date => "дата",
            FieldKind.Time => "время",
            FieldKind.DateTime => "дата и время",
            FieldKind.FilePicker => "файлы",
            FieldKind.Text => "пояснение",
            FieldKind.Group => "группа",
            FieldKind.Rows => "повторяемая группа",
            FieldKind.Computed => "вычисляемое поле",
        };

    public static (string Word, string Color) Of(FileState state) =>
        state switch
        {
            FileState.Same => ("без изменений", "secondary"),
            FileState.Added => ("добавлен", "green"),
            FileState.Changed => ("изменён", "orange"),
            FileState.Removed => ("убран", "red"),
        };

    public static string TypeOf(string path) =>
        Path.GetExtension(path) switch
        {
            ".bpmn" or ".dmn" => "application/xml; charset=utf-8",
            ".json" => "application/json; charset=utf-8",
            ".md" => "text/markdown; charset=utf-8",
            ".docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ".pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            ".xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _ => "application/octet-stream",
        };
}
