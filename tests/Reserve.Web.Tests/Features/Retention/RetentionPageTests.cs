using System.Net;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.Retention;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Retention;

public sealed class RetentionPageTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_term_is_changed_with_its_reason_by_the_federation_only()
    {
        Assert.True((await site.Send("RU", Roles.Administrator, new ChangeTerm("runs", 3650, "Приказ № 1"))).IsOk);
        Assert.IsType<Rejection.OutsideTerritory>(
            (await site.Send("RU.74", Roles.Administrator, new ChangeTerm("runs", 1, "Приказ"))).Rejection
        );
        Assert.Equal(
            ChangeTermRefusal.Unknown,
            (await site.Send("RU", Roles.Administrator, new ChangeTerm("people", 1, "Приказ"))).Refusal
        );
        Assert.NotNull((await site.Send("RU", Roles.Administrator, new ChangeTerm("runs", 1, " "))).Rejection);
        Assert.NotNull((await site.Send("RU", Roles.HrOfficer, new ChangeTerm("runs", 1, "Приказ"))).Rejection);

        var client = await site.SignedInClient("retention-page", "RU", Roles.Administrator);
        var page = WebUtility.HtmlDecode(await client.Text("/retention")).Replace('\u00a0', ' ');
        Assert.Contains("3 650 дней", page, StringComparison.Ordinal);
        Assert.Contains("Приказ № 1", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_legal_minimum_is_only_raised_and_lengthens_the_term()
    {
        Assert.True((await site.Send("RU", Roles.Administrator, new ChangeTerm("outbox", 60, "Приказ"))).IsOk);
        Assert.Equal(
            ChangeTermRefusal.BelowMinimum,
            (await site.Send("RU", Roles.Administrator, new ChangeTerm("outbox", 29, "Приказ"))).Refusal
        );
        Assert.True((await site.Send("RU", Roles.Administrator, new RaiseMinimum("outbox", 90, "Статья"))).IsOk);
        Assert.Equal(
            RaiseMinimumRefusal.Lower,
            (await site.Send("RU", Roles.Administrator, new RaiseMinimum("outbox", 89, "Статья"))).Refusal
        );
        Assert.IsType<Rejection.OutsideTerritory>(
            (await site.Send("RU.74", Roles.Administrator, new RaiseMinimum("outbox", 91, "Статья"))).Rejection
        );
        Assert.Equal(
            ChangeTermRefusal.BelowMinimum,
            (await site.Send("RU", Roles.Administrator, new ChangeTerm("outbox", 89, "Приказ"))).Refusal
        );
    }

    [Fact]
    public async Task A_region_holds_what_is_its_own()
    {
        var placed = await site.Send("RU.21", Roles.Administrator, new PlaceHold(HeldKind.Territory, null, "RU.21", "Запрос суда"));
        Assert.True(placed.IsOk, placed.Reason);
        Assert.Equal(
            PlaceHoldRefusal.Already,
            (await site.Send("RU.21", Roles.Administrator, new PlaceHold(HeldKind.Territory, null, "RU.21", "Ещё раз"))).Refusal
        );
        Assert.IsType<Rejection.OutsideTerritory>(
            (await site.Send("RU.21", Roles.Administrator, new PlaceHold(HeldKind.Territory, null, "RU.22", "Чужое"))).Rejection
        );
        Assert.IsType<Rejection.NotThere>(
            (await site.Send("RU.21", Roles.Administrator, new PlaceHold(HeldKind.Candidate, Guid.NewGuid(), null, "Нет такого"))).Rejection
        );
        Assert.Equal(
            PlaceHoldRefusal.NotRegion,
            (await site.Send("RU.74.01", Roles.Administrator, new PlaceHold(HeldKind.Territory, null, "RU.74.01", "Мало прав"))).Refusal
        );
        Assert.NotNull((await site.Send("RU.21", Roles.Administrator, new PlaceHold(HeldKind.Territory, null, "RU.21", ""))).Rejection);

        var client = await site.SignedInClient("holds-21", "RU.21", Roles.Administrator);
        Assert.Contains("Запрос суда", WebUtility.HtmlDecode(await client.Text("/retention")), StringComparison.Ordinal);

        Assert.IsType<Rejection.NotThere>((await site.Send("RU.22", Roles.Administrator, new LiftHold(placed.Value, "Чужой"))).Rejection);
        Assert.IsType<Rejection.NotThere>(
            (await site.Send("RU.74.01", Roles.Administrator, new LiftHold(placed.Value, "Мало прав"))).Rejection
        );
        Assert.True((await site.Send("RU.21", Roles.Administrator, new LiftHold(placed.Value, "Суд закончен"))).IsOk);
        Assert.Contains("Суд закончен", WebUtility.HtmlDecode(await client.Text("/retention")), StringComparison.Ordinal);
    }
}
