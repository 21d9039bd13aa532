using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Pages.Tags;

namespace Reserve.Web.Features.Users;

[Authorize(UsersRegistration.Policy)]
public sealed class UsersModel(ReserveDb db) : PageModel
{
    public const int Size = 50;

    public sealed record Row(Guid Id, string UserName, string DisplayName, string[] Roles, string Territory, bool Disabled, bool IsDemo);

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Role { get; set; }

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public int Total { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Number = Math.Clamp(Number, 1, PagingTagHelper.MostPages);
        var users = db.Set<User>().AsNoTracking();
        if (!string.IsNullOrWhiteSpace(Q))
        {
            var pattern = Pattern.Containing(Q);
            users = users.Where(user => EF.Functions.ILike(user.DisplayName, pattern) || EF.Functions.ILike(user.UserName!, pattern));
        }

        if (!string.IsNullOrEmpty(Role))
            users = users.Where(user => user.Roles.Contains(Role));
        Total = await users.CountAsync(cancellationToken);
        Rows = await users
            .OrderBy(user => user.DisplayName)
            .ThenBy(user => user.Id)
            .Skip((Number - 1) * Size)
            .Take(Size)
            .Join(
                db.Set<Territory>(),
                user => user.Territory,
                territory => territory.Path,
                (user, territory) =>
                    new Row(user.Id, user.UserName!, user.DisplayName, user.Roles, territory.Name, user.Disabled, user.IsDemo)
            )
            .ToListAsync(cancellationToken);
    }
}
