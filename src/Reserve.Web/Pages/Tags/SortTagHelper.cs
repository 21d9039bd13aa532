using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Reserve.Web.Pages.Tags;

/// <summary>
/// <c>&lt;th sort-by="name"&gt;Фамилия&lt;/th&gt;</c>: a header that sorts; the query says <c>sort=name</c>, or <c>sort=-name</c> for
/// descending.
/// <c>sort-default</c> marks the order that holds without a parameter.
/// </summary>
[HtmlTargetElement("th", Attributes = "sort-by")]
public sealed class SortTagHelper(Bundle bundle) : TagHelper
{
    public required string SortBy { get; set; }

    public bool SortDefault { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var request = ViewContext.HttpContext.Request;
        var present = request.Query["sort"].ToString();
        var ascending = present == SortBy || (present.Length == 0 && SortDefault);
        var descending = present == "-" + SortBy;
        var link = new TagBuilder("a");
        link.Attributes["href"] = QueryAddress.With(
            request,
            ("sort", ascending ? "-" + SortBy : SortBy),
            ("page", null),
            ("after", null),
            ("before", null)
        );
        link.InnerHtml.AppendHtml(await output.GetChildContentAsync());
        if (bundle.Icons is not null)
        {
            var icon =
                ascending ? "arrow-up"
                : descending ? "arrow-down"
                : "arrows-sort";
            link.InnerHtml.AppendHtml($"<svg class=\"icon\" aria-hidden=\"true\"><use href=\"{bundle.Icons}#{icon}\"></use></svg>");
        }
        output.Attributes.SetAttribute("scope", "col");
        if (ascending || descending)
        {
            output.Attributes.SetAttribute("aria-sort", ascending ? "ascending" : "descending");
        }
        output.Content.SetHtmlContent(link);
    }
}
