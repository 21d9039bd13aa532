using System.Text;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Processes;

/// <summary>All files of a process with what the draft does to them: added, changed, removed, checked and published together.</summary>
[Authorize(ProcessesRegistration.EditorPolicy)]
[UploadLimit(MaximumRequest)]
public sealed class BundleModel(ReserveDb db, BundleReader reader, ProcessQueries queries, IMediator mediator, Words words)
    : BundlePage(db, mediator, words)
{
    private const int MaximumRequest = 60_000_000;

    public BundleView View { get; private set; } = null!;

    /// <summary>The current version that the draft would replace.</summary>
    public ProcessVersionRow? Published { get; private set; }

    /// <summary>The kinds of which a file may be added by its name.</summary>
    public static readonly IReadOnlyList<BundleFileKind> Addable =
    [
        BundleFileKind.Form,
        BundleFileKind.Rule,
        BundleFileKind.Letter,
        BundleFileKind.Sample,
        BundleFileKind.Readme,
    ];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await Load(cancellationToken) ? Page() : NotFound();

    /// <summary>Gives a file as the draft has it.</summary>
    public async Task<IActionResult> OnGetFileAsync(string? path, CancellationToken cancellationToken) =>
        await reader.File(Key, Named, path ?? "", cancellationToken) is { } file
            ? File(file.Content.Raw, FileWords.TypeOf(file.Path), Path.GetFileName(file.Path))
            : NotFound();

    public async Task<IActionResult> OnPostAddAsync(BundleFileKind kind, string? name, CancellationToken cancellationToken)
    {
        var path =
            kind == BundleFileKind.Readme ? ProcessBundle.Readme
            : Addable.Contains(kind) && BundleFile.PlaceOf(kind) is var (folder, ending) ? $"{folder}{name?.Trim()}{ending}"
            : "";
        if (BundleFile.KindOf(path) is null)
            return await Again(
                "Имя файла: латинские буквы, цифры, точка, дефис и подчёркивание, первой буква или цифра.",
                cancellationToken
            );
        if (await reader.File(Key, Named, path, cancellationToken) is not null)
            return await Again("Файл с таким именем уже есть.", cancellationToken);
        var result = await Mediator.Send(
            new SaveProcessDraft(Key, Named, FirstContent.Of(kind, name?.Trim() ?? ""), null, path),
            cancellationToken
        );
        return result.IsOk ? LocalRedirect(EditAddress(path, kind)) : await Again(result, cancellationToken);
    }

    public async Task<IActionResult> OnPostUploadAsync(IFormFile? upload, CancellationToken cancellationToken)
    {
        if (upload is null || upload.Length == 0)
            return await Again("Выберите файл.", cancellationToken);
        if (upload.Length > BundleFile.MaximumTemplate)
            return await Again("Файл больше 5 МБ.", cancellationToken);
        if (PathOf(upload.FileName) is not { } path)
            return await Again(
                "Такого файла у процесса быть не может: подходят .bpmn, .dmn, .json (форма), .md (письмо), .docx, .pptx и .xlsx.",
                cancellationToken
            );
        using var memory = new MemoryStream();
        await upload.CopyToAsync(memory, cancellationToken);
        var content = ProcessBundle.Content(BundleFile.KindOf(path)!.Value, memory.ToArray());
        var known = await reader.File(Key, Named, path, cancellationToken);
        var result = await Mediator.Send(
            new SaveProcessDraft(Key, Named, content.Text ?? "", known?.RowVersion, path, content.Bytes),
            cancellationToken
        );
        if (!result.IsOk)
            return await Again(result, cancellationToken);
        this.Done(Words["Файл {0} в черновике.", path].Value);
        return LocalRedirect(Address("/files"));
    }

    public async Task<IActionResult> OnPostRemoveAsync(string? path, int? rowVersion, CancellationToken cancellationToken)
    {
        var result = await Mediator.Send(new RemoveDraftFile(Key, Named, path ?? "", rowVersion), cancellationToken);
        return result.IsOk ? LocalRedirect(Address("/files")) : await Again(result, cancellationToken);
    }

    public async Task<IActionResult> OnPostRestoreAsync(string? path, int? rowVersion, CancellationToken cancellationToken)
    {
        var result = await Mediator.Send(new DiscardProcessDraft(Key, Named, rowVersion ?? 0, path ?? ""), cancellationToken);
        if (!result.IsOk)
            return await Again(result, cancellationToken);
        // The only change of a process that was never published was the process.
        return LocalRedirect(await reader.View(Key, Named, cancellationToken) is null ? "/processes" : Address("/files"));
    }

    public async Task<IActionResult> OnPostDiscardAsync(string? seen, CancellationToken cancellationToken)
    {
        var result = await Mediator.Send(new DiscardBundleDraft(Key, Named, seen ?? ""), cancellationToken);
        if (!result.IsOk)
            return await Again(result, cancellationToken);
        this.Done(Words["Изменения отменены."].Value);
        return LocalRedirect(await reader.View(Key, Named, cancellationToken) is null ? "/processes" : Address("/files"));
    }

    [NeedsProof]
    public async Task<IActionResult> OnPostPublishAsync(string? seen, bool moveRuns, bool read, CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        if (!read && View.Errors == 0 && View.Findings.Any(found => found.Severity == BpmnSeverity.Warning))
            return await Again("Прочитайте предупреждения и отметьте это, затем опубликуйте.", cancellationToken);
        var result = await Mediator.Send(new PublishProcess(Key, Named, seen ?? "", moveRuns), cancellationToken);
        if (!result.IsOk)
            return await Again(result, cancellationToken);
        this.Done(Words["Опубликована версия {0}.", result.Value.Version].Value);
        return LocalRedirect($"/processes/{Uri.EscapeDataString(Key)}?v={result.Value.Id.Value}");
    }

    public async Task<IActionResult> OnPostImportAsync(IFormFile? archive, CancellationToken cancellationToken)
    {
        if (archive is null || archive.Length == 0)
            return await Again("Выберите файл.", cancellationToken);
        using var memory = new MemoryStream();
        await archive.CopyToAsync(memory, cancellationToken);
        var result = await Mediator.Send(new ImportBundle(Key, Named, memory.ToArray()), cancellationToken);
        if (!result.IsOk)
            return await Again(result, cancellationToken);
        var (added, changed, removed) = result.Value;
        this.Done(Words["Архив стал черновиком: добавлено {0}, изменено {1}, убрано {2}.", added, changed, removed].Value);
        return LocalRedirect(Address("/files"));
    }

    /// <summary>Where a file is changed: each kind has its own editor.</summary>
    public string EditAddress(string path, BundleFileKind kind) =>
        kind switch
        {
            BundleFileKind.Drawing => Address("/edit"),
            BundleFileKind.Rule when Published is not null =>
                $"/rules/{Key}/{Path.GetFileNameWithoutExtension(path)}/edit?territory={Uri.EscapeDataString(Named ?? "")}",
            _ => Address("/file", $"&path={Uri.EscapeDataString(path)}"),
        };

    private static string? PathOf(string fileName)
    {
        var name = Path.GetFileName(fileName.Replace('\\', '/'));
        var path = Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".bpmn" => ProcessBundle.Drawing,
            ".dmn" => "rules/" + name,
            ".json" => "forms/" + name,
            ".md" when name.Equals(ProcessBundle.Readme, StringComparison.OrdinalIgnoreCase) => ProcessBundle.Readme,
            ".md" => "letters/" + name,
            ".docx" or ".pptx" or ".xlsx" => "templates/" + name,
            _ => "",
        };
        return BundleFile.KindOf(path) is null ? null : path;
    }

    protected override async Task<bool> Load(CancellationToken cancellationToken)
    {
        if (!await LoadTerritory(cancellationToken) || await reader.View(Key, Named, cancellationToken) is not { } view)
            return false;
        View = view;
        Published = (await queries.Versions(Key, cancellationToken)).FirstOrDefault(version => version.ForTerritory == Named);
        return true;
    }
}
