using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Reserve.Web.Pages.Tags;

/// <summary>
/// <c>&lt;neighbours next="…" previous="…"&gt;how many&lt;/neighbours&gt;</c>: links to the pages beside this one in a list that is paged
/// by key; the keys stand in the query as <c>after</c> and <c>before</c>. <c>partly</c> says that only a part was looked through.
/// </summary>
[HtmlTargetElement("neighbours")]
public sealed class NeighboursTagHelper(Words words) : TagHelper
{
    /// <summary>The key that the next page goes on from; Razor hands in an empty text for none.</summary>
    public string? Next { get; set; }

    public string? Previous { get; set; }

    public bool Partly { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var said = (await output.GetChildContentAsync()).GetContent().Trim();
        if (string.IsNullOrEmpty(Next) && string.IsNullOrEmpty(Previous) && said.Length == 0)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "d-flex flex-wrap gap-2 align-items-center p-3");
        output.Attributes.SetAttribute("aria-label", words["Страницы"].Value);
        output.Content.SetHtmlContent($"<div class=\"text-secondary me-auto\">{said}</div>");
        if (!string.IsNullOrEmpty(Previous))
        {
            output.Content.AppendHtml(Link("first", "В начало", null, null));
            output.Content.AppendHtml(Link("prev", "Назад", "before", Previous));
        }

        if (!string.IsNullOrEmpty(Next))
            output.Content.AppendHtml(Link("next", Partly ? "Искать дальше" : "Дальше", "after", Next));
    }

    private TagBuilder Link(string relation, string word, string? name, string? key)
    {
        var link = new TagBuilder("a");
        link.Attributes["rel"] = relation;
        link.Attributes["href"] = QueryAddress.With(
            ViewContext.HttpContext.Request,
            ("page", null),
            ("after", name == "after" ? key : null),
            ("before", name == "before" ? key : null)
        );
        link.AddCssClass("btn");
        link.InnerHtml.Append(words[word].Value);
        return link;
    }
}
