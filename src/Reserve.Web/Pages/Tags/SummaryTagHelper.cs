using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Reserve.Web.Pages.Tags;

/// <summary>
/// What is wrong with a form, each line leading to its field. Nothing at all where nothing is wrong: the framework's own list is then
/// hidden by an inline style, which the content policy drops.
/// </summary>
[HtmlTargetElement("div", Attributes = SummaryName)]
public sealed class SummaryTagHelper : TagHelper
{
    private const string SummaryName = "asp-validation-summary";

    public override int Order => 1000;

    [HtmlAttributeName(SummaryName)]
    public ValidationSummary Summary { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext Context { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var errors = Context
            .ModelState.Where(entry => Summary == ValidationSummary.All || entry.Key.Length == 0)
            .SelectMany(entry => entry.Value!.Errors.Select(error => (Field: entry.Key, Text: error.ErrorMessage)))
            .Where(error => error.Text.Length > 0)
            .ToList();
        if (errors.Count == 0)
        {
            output.SuppressOutput();
            return;
        }

        var list = new TagBuilder("ul");
        foreach (var (field, text) in errors)
        {
            var line = new TagBuilder("li");
            if (field.Length == 0)
            {
                line.InnerHtml.Append(text);
            }
            else
            {
                var link = new TagBuilder("a");
                link.Attributes["href"] = "#" + TagBuilder.CreateSanitizedId(field, "_");
                link.Attributes["data-field"] = field;
                link.InnerHtml.Append(text);
                line.InnerHtml.AppendHtml(link);
            }

            list.InnerHtml.AppendHtml(line);
        }

        output.PostContent.SetHtmlContent(list);
    }
}
