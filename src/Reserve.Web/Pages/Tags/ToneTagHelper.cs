using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Reserve.Web.Pages.Tags;

/// <summary>
/// A word in a colour that carries meaning: <c>&lt;tone color="green"&gt;Высокий&lt;/tone&gt;</c> (green, yellow, orange, red, blue, grey),
/// or <c>&lt;tone zone="Priority" /&gt;</c> for a zone of the reserve, which brings its own word.
/// </summary>
[HtmlTargetElement("tone")]
public sealed class ToneTagHelper(Words words) : TagHelper
{
    public string? Color { get; set; }

    /// <summary>Priority, Pool or Risk; empty shows a dash.</summary>
    public string? Zone { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var (color, word) = (context.AllAttributes.ContainsName("zone"), Zone) switch
        {
            (true, "Priority") => ("green", "первоочерёдный кандидат"),
            (true, "Pool") => ("yellow", "управленческий запас"),
            (true, "Risk") => ("red", "зона риска"),
            (true, _) => ("grey", "—"),
            _ => (Color ?? "grey", null),
        };
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "tone tone-" + color);
        if (word is not null && (await output.GetChildContentAsync()).IsEmptyOrWhiteSpace)
        {
            output.Content.SetContent(words[word].Value);
        }
    }
}
