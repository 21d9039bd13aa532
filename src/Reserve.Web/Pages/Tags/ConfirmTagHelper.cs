using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Reserve.Web.Pages.Tags;

/// <summary>
/// Inside a form: <c>&lt;confirm label="Исключить" question="Исключить из резерва?" kind="danger"&gt;further fields&lt;/confirm&gt;</c>.
/// A button that opens the question with the button that sends the form; works without scripts.
/// </summary>
[HtmlTargetElement("confirm")]
public sealed class ConfirmTagHelper(Words words, Bundle bundle) : TagHelper
{
    public required string Label { get; set; }

    public required string Question { get; set; }

    /// <summary>primary, danger, secondary: the colour of both buttons.</summary>
    public string Kind { get; set; } = "primary";

    public string? Icon { get; set; }

    /// <summary>The address to post to, where it differs from the form's.</summary>
    public string? Action { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "details";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "confirm");
        var summary = new TagBuilder("summary") { Attributes = { ["class"] = $"btn btn-outline-{Kind}" } };
        if (Icon is not null && bundle.Icons is not null)
        {
            summary.InnerHtml.AppendHtml($"<svg class=\"icon\" aria-hidden=\"true\"><use href=\"{bundle.Icons}#{Icon}\"></use></svg>");
        }
        summary.InnerHtml.Append(Label);
        var question = new TagBuilder("div") { Attributes = { ["class"] = "question" } };
        question.InnerHtml.AppendHtml("<p>").Append(Question).AppendHtml("</p>");
        question.InnerHtml.AppendHtml(await output.GetChildContentAsync());
        var send = new TagBuilder("button") { Attributes = { ["class"] = $"btn btn-{Kind}", ["type"] = "submit" } };
        if (Action is not null)
        {
            send.Attributes["formaction"] = Action;
        }
        send.InnerHtml.Append(Label);
        var cancel = new TagBuilder("button")
        {
            Attributes =
            {
                ["class"] = "btn js-only",
                ["type"] = "button",
                ["data-cancel"] = "",
            },
        };
        cancel.InnerHtml.Append(words["Отмена"].Value);
        question.InnerHtml.AppendHtml("<div class=\"d-flex gap-2 mt-2\">").AppendHtml(send).AppendHtml(cancel).AppendHtml("</div>");
        output.Content.AppendHtml(summary).AppendHtml(question);
    }
}
