using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Features.Processes;

/// <summary>What the pages that try a template have in common: the template in the draft and in force.</summary>
public abstract class TemplatePage(ReserveDb db, BundleReader reader, IMediator mediator, Words words) : BundlePage(db, mediator, words)
{
    [BindProperty(SupportsGet = true, Name = "path")]
    public string FilePath { get; set; } = "";

    public PaperTemplate Template { get; private set; } = null!;

    /// <summary>The templates and samples of the draft, and those of the version in force.</summary>
    protected BundlePair Files { get; private set; } = null!;

    /// <summary>Whether the draft changes the template.</summary>
    public bool IsChanged =>
        Files.Was.GetValueOrDefault(FilePath) is { } was && !was.AsSpan().SequenceEqual(Files.Now.GetValueOrDefault(FilePath));

    /// <summary>The address of a page about the same template.</summary>
    public string TemplateAddress(string page, string more = "") => Address(page, $"&path={Uri.EscapeDataString(FilePath)}{more}");

    protected override async Task<bool> Load(CancellationToken cancellationToken)
    {
        if (
            BundleFile.KindOf(FilePath) != BundleFileKind.Template
            || !await LoadTerritory(cancellationToken)
            || await reader.Templates(Key, Named, cancellationToken) is not { } files
            || !files.Now.ContainsKey(FilePath)
        )
            return false;
        (Files, Template) = (files, new PaperTemplate(Key, Path.GetFileName(FilePath)));
        return true;
    }

    /// <summary>What the template is filled with where no paper is chosen; null when there is no such example.</summary>
    protected JsonElement? Example()
    {
        if (TemplateChecks.RecordOf([Key], Template.File) is { } record)
            return record.Data();
        if (!Files.Samples.TryGetValue($"samples/{Path.GetFileNameWithoutExtension(FilePath)}.json", out var text))
            return null;
        try
        {
            using var sample = JsonDocument.Parse(text);
            return sample.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
