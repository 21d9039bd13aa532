using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Reserve.Web.Pages.Tags;

/// <summary>
/// <c>&lt;due moment="task.DueAt" /&gt;</c>: "до 17.03.2026, осталось 3 дня", or in red how late it is. The hour is told on the last day
/// only: days are what people count. Nothing when there is no date.
/// </summary>
[HtmlTargetElement("due", TagStructure = TagStructure.WithoutEndTag)]
public sealed class DueTagHelper(TimeShown shown, Words words) : TagHelper
{
    public DateTimeOffset? Moment { get; set; }

    public DateOnly? Date { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var day = Date ?? (Moment is { } moment ? shown.LocalDate(moment) : null);
        if (day is not { } due)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        var left = due.DayNumber - shown.Today.DayNumber;
        var time = new TagBuilder("time");
        time.Attributes["datetime"] = due.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        time.InnerHtml.Append(left == 0 && Moment is { } today ? shown.Short(today) : TimeShown.Short(due));
        var isLate = left < 0 || (Moment is { } last && last < shown.Now);
        output.Content.Append(words["до"].Value + " ").AppendHtml(time).Append(isLate ? " " : ", ");
        if (!isLate)
        {
            output.Content.Append(left == 0 ? words["сегодня"].Value : words["осталось {0}", words.Count(left, "день|дня|дней")].Value);
            return;
        }

        var late = new TagBuilder("span");
        late.AddCssClass("tone tone-red");
        late.InnerHtml.Append((left == 0 ? words["просрочено"] : words["просрочено на {0}", words.Count(-left, "день|дня|дней")]).Value);
        output.Content.AppendHtml(late);
    }
}
