using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Reserve.Web.Pages.Tags;

/// <summary><c>&lt;icon name="users" /&gt;</c>, decoration beside a word; with <c>label</c> it speaks for itself.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper(Bundle bundle) : TagHelper
{
    public required string Name { get; set; }

    public string? Label { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (bundle.Icons is null)
        {
            output.SuppressOutput();
            output.Content.SetContent(Label ?? "");
            return;
        }
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "icon");
        if (Label is null)
        {
            output.Attributes.SetAttribute("aria-hidden", "true");
        }
        else
        {
            output.Attributes.SetAttribute("role", "img");
            output.Attributes.SetAttribute("aria-label", Label);
        }
        output.Content.SetHtmlContent($"<use href=\"{bundle.Icons}#{Name}\"></use>");
    }
}
