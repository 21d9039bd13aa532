using System.Text.Json;
using Reserve.Web.Runtime.Help;

namespace Reserve.Web.Features.Processes;

/// <summary>What was done to a run by hand, in Russian (the key of its translation).</summary>
internal static class MarkWords
{
    public static string Of(string kind) =>
        kind switch
        {
            RunMark.Migrate => "перенесено на другую версию",
            RunMark.UndoMigration => "перенос отменён",
            RunMark.Modify => "переставлено на рисунке",
            RunMark.SetVariables => "изменена переменная",
            RunMark.Suspend => "приостановлено",
            RunMark.Resume => "возобновлено",
            RunMark.Message => "послано сообщение вручную",
            RunMark.Listen => "событие вызвано вручную",
            RunMark.Reassign => "задача передана другому",
            RunMark.Delegate => "задача поручена коллеге",
            RunMark.Skip => "шаг пропущен",
            RunMark.Cancel => "экземпляр отменён",
            RunMark.Substitute => "сделано за отсутствующего",
            RunMark.Retry => "повторено после инцидента",
            _ => kind,
        };

    /// <summary>What a mark says besides: from whom to whom, which variable; null when nothing.</summary>
    public static string? Details(RunMarkRow mark)
    {
        if (mark.Details is null)
            return null;
        using var document = JsonDocument.Parse(mark.Details);
        var root = document.RootElement;
        if (Text("name") is { } name)
            return name;
        var (was, now) = (Text("was"), Text("now"));
        return was is null && now is null ? null
            : was is null ? now
            : $"{was} → {now ?? "—"}";

        string? Text(string property) =>
            root.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
