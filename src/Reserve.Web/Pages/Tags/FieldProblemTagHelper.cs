using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Reserve.Web.Pages.Tags;

/// <summary>A field that is wrong says so to those who cannot see it, and names the words that stand beside it.</summary>
[HtmlTargetElement("input", Attributes = ForName)]
[HtmlTargetElement("select", Attributes = ForName)]
[HtmlTargetElement("textarea", Attributes = ForName)]
public sealed class FieldProblemTagHelper : TagHelper
{
    private const string ForName = "asp-for";

    public override int Order => 1000;

    [HtmlAttributeName(ForName)]
    public ModelExpression For { get; set; } = null!;

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext Context { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var name = Context.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        if (!Context.ModelState.TryGetValue(name, out var entry) || entry.Errors.Count == 0)
            return;
        output.Attributes.SetAttribute("aria-invalid", "true");
        var described = output.Attributes["aria-describedby"]?.Value?.ToString();
        output.Attributes.SetAttribute("aria-describedby", described is null ? IdOf(name) : $"{described} {IdOf(name)}");
    }

    /// <summary>The id of what is said about a field.</summary>
    internal static string IdOf(string name) => TagBuilder.CreateSanitizedId(name, "_") + "-problem";
}
