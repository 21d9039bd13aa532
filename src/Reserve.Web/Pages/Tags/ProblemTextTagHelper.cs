using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Reserve.Web.Pages.Tags;

/// <summary>Gives the words beside a field the name by which <see cref="FieldProblemTagHelper"/> leads to them.</summary>
[HtmlTargetElement("span", Attributes = ForName)]
[HtmlTargetElement("div", Attributes = ForName)]
public sealed class ProblemTextTagHelper : TagHelper
{
    private const string ForName = "asp-validation-for";

    public override int Order => 1000;

    [HtmlAttributeName(ForName)]
    public ModelExpression For { get; set; } = null!;

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext Context { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (!output.Attributes.ContainsName("id"))
            output.Attributes.SetAttribute("id", FieldProblemTagHelper.IdOf(Context.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name)));
    }
}
