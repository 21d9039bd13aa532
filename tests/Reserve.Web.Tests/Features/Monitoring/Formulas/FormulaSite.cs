using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Monitoring.Formulas;
using Reserve.Web.Features.Monitoring.Import;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Monitoring.Formulas;

/// <summary>What the tests of formulas do to a site.</summary>
internal static class FormulaSite
{
    public static readonly FormulaTarget Total = FormulaTarget.OfRating("RU.74", "total");

    public static async Task LoadDemo(this SiteFixture site)
    {
        if (!await site.Look("RU", db => db.Set<Reserve.Web.Features.Monitoring.Rating>().AnyAsync()))
            Assert.True((await site.SendAsSystem(new ImportMonitoring(DemoFiles.All, new()))).IsOk);
    }

    /// <summary>A set of its own with indicators 1 to 4.</summary>
    public static async Task LoadSet(this SiteFixture site, string set) =>
        await site.Load(
            $"indicator_set,name,valid_from\n{set},Проба,2022-01-01",
            $"indicator_set,number,name,unit\n{set},1,Доля,%\n{set},2,Удвоенная доля,%\n{set},3,Третий,\n{set},4,Четвёртый,чел."
        );

    public static async Task Load(this SiteFixture site, params string[] sheets)
    {
        var result = await site.SendAsSystem(
            new ImportMonitoring([.. sheets.Select((text, at) => new ImportFile($"{at}.csv", Encoding.UTF8.GetBytes(text)))], new())
        );
        Assert.True(
            result.IsOk,
            result is { IsRefused: true, Refusal: ImportRefusal.BadFiles bad } ? string.Join('\n', bad.Problems) : result.Reason
        );
    }

    public static FormulaContent Content(
        string text,
        string? unit = "%",
        int validFrom = 2022,
        FormulaDirection direction = FormulaDirection.Direct
    ) => new(text, unit, direction, validFrom, null);

    public static Task<Result<SavedFormula, FormulaRefusal>> Save(
        this SiteFixture site,
        FormulaTarget target,
        FormulaContent content,
        int? rowVersion = null,
        string territory = "RU"
    ) => site.Send(territory, Roles.Administrator, new SaveFormulaDraft(target, content, rowVersion));

    public static async Task<Result<PublishedFormula, FormulaRefusal>> Publish(
        this SiteFixture site,
        FormulaTarget target,
        FormulaContent content
    )
    {
        var draft = await site.Look("RU", db => db.Set<FormulaDraft>().SingleOrDefaultAsync(row => row.Target == target));
        var saved = await site.Save(target, content, draft?.RowVersion);
        Assert.True(saved.IsOk, saved.Reason);
        return await site.Send("RU", Roles.Administrator, new PublishFormula(target, saved.Value.RowVersion));
    }

    public static Task<FormulaSheet> Sheet(this SiteFixture site, FormulaTarget target, string region, int period, string scope = "RU") =>
        site.As(scope, [], services => services.GetRequiredService<FormulaSheets>().Of(target, region, period, CancellationToken.None));

    public static async Task<FormulaValue> Value(this SiteFixture site, FormulaTarget target, string place, int period)
    {
        var sheet = await site.Sheet(target, Territory.RegionOf(place) == place ? "RU" : Territory.RegionOf(place), period);
        var version = await site.Look(
            "RU",
            async db => (await db.PresentFormulas().Where(row => row.Target == target).ToListAsync()).In(period).Single()
        );
        return sheet.Of(CompiledFormula.Of(version.Text, version.Reads), place);
    }
}
