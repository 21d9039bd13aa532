using System.Net;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Access;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Pages;

public sealed class RequestLimitTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_file_that_is_too_large_is_refused_by_a_page_that_keeps_what_was_typed()
    {
        using var client = await site.SignedInClient("loads", "RU.74", Roles.RegionalAuthority);

        var refused = await client.PostFile(
            "/monitoring/import",
            "Files",
            "рейтинг.csv",
            new byte[17 * 1024 * 1024],
            ("Source", "Приказ Министерства № 5")
        );
        var page = await refused.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Contains("Файл слишком велик", page, StringComparison.Ordinal);
        Assert.Contains("Приказ Министерства № 5", page, StringComparison.Ordinal);
        Assert.Contains("рейтинг.csv", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/monitoring\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_within_the_limit_of_its_page_passes_though_others_take_less()
    {
        using var client = await site.SignedInClient("passes", "RU.74", Roles.RegionalAuthority);

        var answer = await client.PostFile("/monitoring/import", "Files", "a.csv", new byte[12 * 1024 * 1024]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Fact]
    public async Task A_page_without_a_limit_of_its_own_has_the_usual_one()
    {
        using var client = await site.SignedInClient("usual", "RU.74", Roles.Administrator);

        var refused = await client.Post(
            "/appointments/senders",
            "Add",
            ("Input.Address", "отдел кадров района"),
            ("Input.Authority", new string('я', 6 * 1024 * 1024))
        );
        var page = await refused.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Contains("class=\"content", page, StringComparison.Ordinal);
        Assert.Contains("отдел кадров района", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    [Fact]
    public void No_page_carries_a_limit_that_comes_too_late()
    {
        var pages = typeof(Web.Site).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(PageModel))).ToList();
        Assert.DoesNotContain(
            pages,
            page => page.IsDefined(typeof(RequestSizeLimitAttribute), false) || page.IsDefined(typeof(RequestFormLimitsAttribute), false)
        );
        Assert.Contains(pages, page => page.GetCustomAttributes(false).OfType<IRequestSizeLimitMetadata>().Any());
    }
}
