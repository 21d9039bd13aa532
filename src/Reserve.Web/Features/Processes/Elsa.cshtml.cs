using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Engine.Bpmn.Interchange;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Processes;

/// <summary>A version of a process as a file for an Elsa server, and what becomes of each element there.</summary>
[Authorize(ProcessesRegistration.Policy)]
public sealed class ElsaModel(ProcessQueries queries, ProcessReader reader) : PageModel
{
    /// <summary>From what needs a person to what needs nobody.</summary>
    public static IReadOnlyList<(ElsaFate Fate, string Word, string Meaning, string Color)> Fates { get; } =
    [
        (ElsaFate.Refused, "Elsa не примет", "Пока это не изменено на рисунке, сервер откажет в загрузке всего файла.", "red"),
        (ElsaFate.Lost, "Теряется", "Файл загрузится, но этого Elsa не сделает или сделает проще.", "orange"),
        (ElsaFate.Rewritten, "Записано иначе", "Elsa сделает то же, что нарисовано.", "blue"),
        (ElsaFate.Kept, "Как есть", "Elsa прочитает это без изменений.", "green"),
    ];

    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    /// <summary>Which version; the newest when not given.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? V { get; set; }

    public ProcessVersionRow Version { get; private set; } = null!;

    public ElsaExportResult Made { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await Make(cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnGetFileAsync(CancellationToken cancellationToken) =>
        await Make(cancellationToken)
            ? File(Encoding.UTF8.GetBytes(Made.Xml), "application/xml; charset=utf-8", $"{Key}-{Version.Version}-elsa.bpmn")
            : NotFound();

    private async Task<bool> Make(CancellationToken cancellationToken)
    {
        var versions = await queries.Versions(Key, cancellationToken);
        if ((V is { } v ? versions.FirstOrDefault(version => version.DefinitionId == v) : versions.FirstOrDefault()) is not { } version)
            return false;
        (Version, Made) = (version, await reader.ForElsa(new DefinitionId(version.DefinitionId), cancellationToken));
        return true;
    }
}
