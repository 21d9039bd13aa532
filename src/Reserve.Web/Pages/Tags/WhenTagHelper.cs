using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Reserve.Web.Pages.Tags;

/// <summary>
/// <c>&lt;when moment="…" /&gt;</c> or <c>&lt;when date="…" /&gt;</c>: a date as people read it, and as machines do; <c>long</c> writes the
/// month out.
/// </summary>
[HtmlTargetElement("when", TagStructure = TagStructure.WithoutEndTag)]
public sealed class WhenTagHelper(TimeShown shown) : TagHelper
{
    public DateTimeOffset? Moment { get; set; }

    public DateOnly? Date { get; set; }

    public bool Long { get; set; }

    /// <summary>The hour is told on the day itself only: what is counted in days ends at an hour that says nothing.</summary>
    public bool ByDay { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        if (Moment is { } moment)
        {
            output.Attributes.SetAttribute(
                "datetime",
                moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)
            );
            output.Content.SetContent(
                ByDay && shown.LocalDate(moment) != shown.Today ? TimeShown.Short(shown.LocalDate(moment))
                : Long ? shown.Moment(moment)
                : shown.Short(moment)
            );
        }
        else if (Date is { } date)
        {
            output.Attributes.SetAttribute("datetime", date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            output.Content.SetContent(Long ? TimeShown.Date(date) : TimeShown.Short(date));
        }
        else
        {
            output.TagName = "span";
            output.Content.SetContent("—");
        }
    }
}
