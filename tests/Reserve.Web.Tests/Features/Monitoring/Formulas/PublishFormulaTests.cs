using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Commands;
using Reserve.Web.Features.Monitoring.Formulas;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Monitoring.Formulas;

public sealed class PublishFormulaTests(SiteFixture site) : IClassFixture<SiteFixture>, IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        await site.LoadDemo();
        await site.LoadSet("P-1");
        await site.Load("figure,unit\nлюди школы,чел.\nденьги школы,руб.");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Every_error_is_told_with_its_place()
    {
        var target = FormulaTarget.OfIndicator("P-1", 1);
        var refused = await site.Publish(target, FormulaSite.Content("люди школы + неизвестное имя\n * окргули(2)"));
        var unknown = Assert.IsType<FormulaRefusal.Unsound>(refused.Refusal);
        Assert.Contains("строка 1", unknown.Text, StringComparison.Ordinal);
        refused = await site.Publish(target, FormulaSite.Content("люди школы + деньги школы + нечто + abs(1, 2)"));
        var problems = Assert.IsType<FormulaRefusal.Unsound>(refused.Refusal).Problems;
        Assert.Equal(
            ["люди школы".Length + 2, "люди школы + деньги школы + ".Length + 1, "люди школы + деньги школы + нечто + ".Length + 1],
            problems.Where(problem => problem.IsError).Select(problem => problem.Column)
        );
        Assert.Contains("разные единицы: чел. и руб.", problems[1].Text, StringComparison.Ordinal);
        Assert.False(problems[0].IsError);
        Assert.Equal("нечто".Length, problems.Single(problem => problem.Text.Contains("нечто", StringComparison.Ordinal)).Length);
    }

    [Theory]
    [InlineData("\"слово\"", "строка 1")]
    [InlineData("люди школы > 5", "boolean")]
    public async Task A_result_that_is_no_number_is_refused(string text, string said)
    {
        var refused = await site.Publish(FormulaTarget.OfIndicator("P-1", 2), FormulaSite.Content(text));
        Assert.Contains(said, Assert.IsType<FormulaRefusal.Unsound>(refused.Refusal).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_circle_is_refused_and_named()
    {
        await site.LoadSet("P-2");
        Assert.True((await site.Publish(FormulaTarget.OfIndicator("P-2", 1), FormulaSite.Content("показатель 2 + 1"))).IsOk);
        Assert.True((await site.Publish(FormulaTarget.OfIndicator("P-2", 2), FormulaSite.Content("показатель 3 + 1"))).IsOk);
        var refused = await site.Publish(FormulaTarget.OfIndicator("P-2", 3), FormulaSite.Content("показатель 1 + 1"));
        Assert.Equal("Формулы замыкаются в круг: показатель 3 → показатель 1 → показатель 2 → показатель 3.", refused.Reason);
        Assert.Equal(
            ["показатель 4", "показатель 4"],
            Assert
                .IsType<FormulaRefusal.Circle>(
                    (await site.Publish(FormulaTarget.OfIndicator("P-2", 4), FormulaSite.Content("показатель 4 * 2", "чел."))).Refusal
                )
                .Names
        );
    }

    [Fact]
    public async Task Two_editors_do_not_overwrite_each_other()
    {
        var target = FormulaTarget.OfRating("RU.74", "outcomes");
        Assert.IsType<FormulaRefusal.NoDraft>((await site.Send("RU", Roles.Administrator, new PublishFormula(target, 1))).Refusal);
        Assert.IsType<FormulaRefusal.NoDraft>((await site.Save(target, FormulaSite.Content("1"), 3)).Refusal);
        Assert.Equal(1, (await site.Save(target, FormulaSite.Content("достижение результатов"))).Value.RowVersion);
        Assert.IsType<FormulaRefusal.ChangedMeanwhile>((await site.Save(target, FormulaSite.Content("2"))).Refusal);
        Assert.Equal(2, (await site.Save(target, FormulaSite.Content("достижение результатов"), 1)).Value.RowVersion);
        Assert.IsType<FormulaRefusal.ChangedMeanwhile>((await site.Send("RU", Roles.Administrator, new PublishFormula(target, 1))).Refusal);
        Assert.IsType<FormulaRefusal.ChangedMeanwhile>(
            (await site.Send("RU", Roles.Administrator, new DiscardFormulaDraft(target, 1))).Refusal
        );
        Assert.True((await site.Send("RU", Roles.Administrator, new PublishFormula(target, 2))).IsOk);
        var same = await site.Publish(target, FormulaSite.Content("достижение результатов"));
        Assert.Equal(1, Assert.IsType<FormulaRefusal.Unchanged>(same.Refusal).Version);
        Assert.True((await site.Send("RU", Roles.Administrator, new DiscardFormulaDraft(target, 1))).IsOk);
        Assert.IsType<FormulaRefusal.NoDraft>((await site.Send("RU", Roles.Administrator, new DiscardFormulaDraft(target, 1))).Refusal);
    }

    [Fact]
    public async Task A_former_version_is_published_again_when_it_is_still_sound_and_the_draft_stays()
    {
        await site.LoadSet("P-3");
        var target = FormulaTarget.OfIndicator("P-3", 1);
        Assert.True((await site.Publish(target, FormulaSite.Content("люди школы", "чел."))).IsOk);
        Assert.True((await site.Publish(target, FormulaSite.Content("люди школы * 2", "чел."))).IsOk);
        Assert.True((await site.Save(target, FormulaSite.Content("люди школы * 3", "чел."))).IsOk);

        var again = await site.Send("RU", Roles.Administrator, new PublishFormulaAgain(target, 1));

        Assert.Equal(3, again.Value.Version);
        var holds = await site.Look(
            "RU",
            async db => (await db.PresentFormulas().Where(row => row.Target == target).ToListAsync()).Single()
        );
        Assert.Equal((3, "люди школы"), (holds.Version, holds.Text));
        Assert.Equal("люди школы * 3", (await site.Look("RU", db => db.Set<FormulaDraft>().SingleAsync(row => row.Target == target))).Text);
        Assert.IsType<FormulaRefusal.Unchanged>((await site.Send("RU", Roles.Administrator, new PublishFormulaAgain(target, 1))).Refusal);
        Assert.IsType<FormulaRefusal.NoVersion>((await site.Send("RU", Roles.Administrator, new PublishFormulaAgain(target, 9))).Refusal);
        // What was sound once may close a circle today.
        var other = FormulaTarget.OfIndicator("P-3", 2);
        Assert.True((await site.Publish(other, FormulaSite.Content("показатель 1 + 1", "чел."))).IsOk);
        Assert.True((await site.Publish(other, FormulaSite.Content("люди школы", "чел."))).IsOk);
        Assert.True((await site.Send("RU", Roles.Administrator, new DiscardFormulaDraft(target, 1))).IsOk);
        Assert.True((await site.Publish(target, FormulaSite.Content("показатель 2 + 1", "чел."))).IsOk);
        Assert.IsType<FormulaRefusal.Circle>((await site.Send("RU", Roles.Administrator, new PublishFormulaAgain(other, 1))).Refusal);
    }

    [Fact]
    public async Task Only_an_administrator_of_the_territory_writes()
    {
        foreach (var role in Roles.All.Where(role => role != Roles.Administrator))
            Assert.IsType<Rejection.NotAllowed>(
                (await site.Send("RU", role, new SaveFormulaDraft(FormulaSite.Total, FormulaSite.Content("1"), null))).Rejection
            );
        var target = FormulaTarget.OfRating("RU.74", "conditions");
        Assert.IsType<Rejection.OutsideTerritory>((await site.Save(target, FormulaSite.Content("1"), territory: "RU.66")).Rejection);
        Assert.IsType<Rejection.OutsideTerritory>(
            (await site.Save(FormulaTarget.OfIndicator("P-1", 1), FormulaSite.Content("1"), territory: "RU.74")).Rejection
        );
        Assert.True((await site.Save(target, FormulaSite.Content("1"), territory: "RU.74")).IsOk);
        Assert.IsType<FormulaRefusal.NoTarget>((await site.Save(FormulaTarget.OfIndicator("P-1", 99), FormulaSite.Content("1"))).Refusal);
    }

    [Fact]
    public async Task What_is_written_is_checked_before_and_kept_in_the_journal()
    {
        var refused = await site.Save(FormulaSite.Total, new("", new string('ч', 41), FormulaDirection.Direct, 1999, null));
        Assert.Equal(
            ["Text", "Unit", "ValidFrom"],
            Assert.IsType<Rejection.Invalid>(refused.Rejection).Problems.Select(problem => problem.Field).Order()
        );
        var published = await site.Publish(FormulaTarget.OfIndicator("P-1", 3), FormulaSite.Content("люди школы", "чел."));
        Assert.True(
            await site.Look(
                "RU",
                db =>
                    db.Set<AuditEvent>()
                        .AnyAsync(row => row.Command == nameof(PublishFormula) && row.Subjects.Contains(published.Value.Id.Value))
            )
        );
    }

    [Fact]
    public async Task A_published_text_cannot_be_rewritten_even_in_the_database()
    {
        var target = FormulaTarget.OfIndicator("P-1", 4);
        var version = (await site.Publish(target, FormulaSite.Content("люди школы", "чел."))).Value;
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
            site.Look("RU", db => db.Database.ExecuteSqlAsync($"update formula_versions set text = '1' where id = {version.Id.Value}"))
        );
    }
}
