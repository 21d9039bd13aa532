using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Reserve.Web.Pages.Tags;

/// <summary><c>&lt;empty-state icon="checklist" title="Задач нет"&gt;what to do next&lt;/empty-state&gt;</c>.</summary>
[HtmlTargetElement("empty-state")]
public sealed class EmptyStateTagHelper(Bundle bundle) : TagHelper
{
    public string Icon { get; set; } = "info-circle";

    public required string Title { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "empty-state");
        if (bundle.Icons is not null)
        {
            output.PreContent.AppendHtml($"<svg class=\"icon\" aria-hidden=\"true\"><use href=\"{bundle.Icons}#{Icon}\"></use></svg>");
        }
        output.PreContent.AppendHtml("<p class=\"h3 mt-2\">").Append(Title).AppendHtml("</p>");
    }
}
