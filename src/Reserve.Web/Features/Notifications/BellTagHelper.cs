using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Notifications;

/// <summary><c>&lt;bell /&gt;</c>: the link to the notifications of the signed-in person, with the number of unread ones.</summary>
[HtmlTargetElement("bell", TagStructure = TagStructure.WithoutEndTag)]
public sealed class BellTagHelper(ReserveDb db, Caller caller, Words words, Bundle bundle) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        // The page of an error stands without the database.
        var unread = View.HttpContext.Features.Get<IExceptionHandlerFeature>() is not null
            ? 0
            : await db.Set<Notification>().CountAsync(row => row.UserId == caller.UserId && row.ReadAt == null);
        output.TagName = "a";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "entry");
        output.Attributes.SetAttribute("href", "/notifications");
        if (bundle.Icons is not null)
            output.Content.AppendHtml($"<svg class=\"icon\" aria-hidden=\"true\"><use href=\"{bundle.Icons}#bell\"></use></svg>");
        output.Content.Append(words["Уведомления"].Value);
        if (unread > 0)
            output.Content.AppendHtml($"<span class=\"badge bg-red text-red-fg ms-auto\">{unread}</span>");
    }
}
