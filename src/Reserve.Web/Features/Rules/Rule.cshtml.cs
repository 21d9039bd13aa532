using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Dmn.Model;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Rules;

/// <summary>A file of rules: its graph as a drawing, and everything in it to be read without the drawing.</summary>
[Authorize(RulesRegistration.Policy)]
public sealed class RuleModel(ReserveDb db, RuleReader reader) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Process { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "file")]
    public string FileName { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? Territory { get; set; }

    /// <summary>Which version is shown; the one in force when not given.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? V { get; set; }

    public bool MayEdit => User.IsInRole(Roles.Administrator);

    public RulePlace Place { get; private set; } = null!;

    public string? TerritoryName { get; private set; }

    /// <summary>The region has no version of its own: what holds for all is shown.</summary>
    public bool IsCommon { get; private set; }

    public RuleVersion Shown { get; private set; } = null!;

    public RuleSheet Sheet { get; private set; } = null!;

    public IReadOnlyList<RuleVersion> Versions { get; private set; } = [];

    public IReadOnlyList<RuleUse> Uses { get; private set; } = [];

    public bool HasDraft { get; private set; }

    public IReadOnlyList<Territory> Regions { get; private set; } = [];

    public string Name => Sheet.Model is { Name.Length: > 0 } model ? model.Name : Place.File;

    /// <summary>What a decision rests on, by name, in the order of the file.</summary>
    public IReadOnlyList<DmnElement> Needs(DmnDecision decision) =>
        [
            .. from reference in decision.Requirements
            let found = Sheet
                .Model!.Decisions.Concat<DmnElement>(Sheet.Model.InputData)
                .Concat(Sheet.Model.KnowledgeModels)
                .Concat(Sheet.Model.Services)
                .FirstOrDefault(element => element.Id == reference.Id)
            where found is not null
            select found,
        ];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        TerritoryName = await reader.TerritoryName(Place.ForTerritory, cancellationToken);
        HasDraft = await reader.Draft(Place, cancellationToken) is not null;
        var newest = V is null ? (await reader.Current(Place, cancellationToken))?.Id.Value : null;
        Uses = await reader.Uses(Place, newest ?? Shown.DefinitionId, Sheet.Model, cancellationToken);
        if (MayEdit)
            Regions = await TerritoryChoice.Regions(db, cancellationToken);
        return Page();
    }

    /// <summary>The file of the version, for the drawing or to keep.</summary>
    public async Task<IActionResult> OnGetXmlAsync(bool? download, CancellationToken cancellationToken) =>
        await Load(cancellationToken)
            ? File(RuleReader.Bytes(Sheet.Xml), "application/xml", download == true ? $"{Place.File}-{Shown.Version}.dmn" : null)
            : NotFound();

    private async Task<bool> Load(CancellationToken cancellationToken)
    {
        Place = new RulePlace(Process, string.IsNullOrWhiteSpace(Territory) ? null : Territory, FileName);
        Versions = await reader.Versions(Place, cancellationToken);
        IsCommon = Versions.Count == 0 && Place.ForTerritory is not null;
        if (IsCommon)
            Versions = await reader.Versions(Place with { ForTerritory = null }, cancellationToken);
        if (
            (
                V is null
                    ? Versions.Count > 0
                        ? Versions[0]
                        : null
                    : Versions.FirstOrDefault(version => version.DefinitionId == V)
            )
                is not { } shown
            || await reader.Find(Place, shown.DefinitionId, cancellationToken) is not { } found
        )
            return false;
        (Shown, Sheet) = (shown, RuleSheet.Of(found.Content));
        return true;
    }
}
