using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.TagHelpers;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Reserve.Web.Pages.Tags;

/// <summary>A link that the reader may not follow is no link: in a text its words stay, a button or a tab is left out.</summary>
[HtmlTargetElement("a", Attributes = Name)]
public sealed class LinkTagHelper(LinkRights rights) : TagHelper
{
    private const string Name = "href";
    private static readonly string[] Acts = ["btn", "nav-link", "entry", "page-link", "dropdown-item"];

    public override int Order => 2000;

    [HtmlAttributeName(Name)]
    public string? Href { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext Context { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (Href is null)
            return;
        if (await rights.MayOpen(Context.HttpContext, Href))
        {
            output.CopyHtmlAttribute(Name, context);
            return;
        }

        var classes = output.Attributes["class"]?.Value?.ToString()?.Split(' ') ?? [];
        if (Array.Exists(Acts, classes.Contains))
            output.SuppressOutput();
        else
            output.TagName = "span";
    }
}
