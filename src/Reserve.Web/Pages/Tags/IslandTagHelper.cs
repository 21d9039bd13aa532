using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Reserve.Web.Pages.Tags;

/// <summary>
/// <c>&lt;island name="viewer" /&gt;</c> loads an entry of the bundle (viewer, modeler, decision, chart, passkeys, sitting) with styles;
/// put it where the page first needs it, once.
/// </summary>
[HtmlTargetElement("island", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IslandTagHelper(Bundle bundle) : TagHelper
{
    public required string Name { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        foreach (var style in bundle.Styles(Name))
        {
            var link = new TagBuilder("link")
            {
                TagRenderMode = TagRenderMode.SelfClosing,
                Attributes = { ["rel"] = "stylesheet", ["href"] = style },
            };
            output.Content.AppendHtml(link);
        }
        if (bundle.Script(Name) is { } script)
        {
            output.Content.AppendHtml(new TagBuilder("script") { Attributes = { ["type"] = "module", ["src"] = script } });
        }
    }
}
