using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Reserve.Web.Pages.Tags;

/// <summary>
/// <c>&lt;paging page="2" size="50" total="175" /&gt;</c>: which rows are shown and links to the others; pages count from 1 and stand in
/// the query as <c>page</c> (or the name given by <c>parameter</c>). Nothing but the count when one page holds all.
/// </summary>
[HtmlTargetElement("paging", TagStructure = TagStructure.WithoutEndTag)]
public sealed class PagingTagHelper(Words words) : TagHelper
{
    /// <summary>A page further on is taken for this one.</summary>
    public const int MostPages = 1_000_000;

    public int Page { get; set; } = 1;

    public int Size { get; set; } = 50;

    public long Total { get; set; }

    public string Parameter { get; set; } = "page";

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var pages = (int)Math.Max(1, (Total + Size - 1) / Size);
        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "d-flex flex-wrap gap-2 align-items-center p-3");
        output.Attributes.SetAttribute("aria-label", words["Страницы"].Value);
        var from = Total == 0 ? 0 : ((Page - 1L) * Size) + 1;
        var shown = new TagBuilder("span") { Attributes = { ["class"] = "text-secondary" } };
        shown.InnerHtml.Append(words["Показаны {0}–{1} из {2}", from, Math.Min(Total, (long)Page * Size), Total].Value);
        output.Content.AppendHtml(shown);
        if (pages == 1)
        {
            return;
        }
        var list = new TagBuilder("ul") { Attributes = { ["class"] = "pagination m-0 ms-auto" } };
        foreach (var number in Numbers(Page, pages))
        {
            var item = new TagBuilder("li");
            item.AddCssClass("page-item");
            if (number is { } target)
            {
                var link = new TagBuilder("a");
                link.AddCssClass("page-link");
                link.Attributes["href"] = QueryAddress.With(
                    ViewContext.HttpContext.Request,
                    (Parameter, target == 1 ? null : target.ToString(CultureInfo.InvariantCulture))
                );
                link.InnerHtml.Append(target.ToString(CultureInfo.CurrentCulture));
                if (target == Page)
                {
                    item.AddCssClass("active");
                    link.Attributes["aria-current"] = "page";
                }
                item.InnerHtml.AppendHtml(link);
            }
            else
            {
                item.InnerHtml.AppendHtml("<span class=\"page-link\">…</span>");
            }
            list.InnerHtml.AppendHtml(item);
        }
        output.Content.AppendHtml(list);
    }

    /// <summary>First, last, and two on each side of the present one; null where numbers are left out.</summary>
    internal static IEnumerable<int?> Numbers(int page, int pages)
    {
        var last = 0;
        foreach (var number in Enumerable.Range(1, pages).Where(n => n == 1 || n == pages || Math.Abs(n - page) <= 2))
        {
            if (number > last + 1)
            {
                yield return null;
            }
            yield return number;
            last = number;
        }
    }
}
