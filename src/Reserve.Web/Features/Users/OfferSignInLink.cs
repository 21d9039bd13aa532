using MediatR;
using Microsoft.AspNetCore.Identity;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.Letters;
using Reserve.Web.Features.Notifications;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Users;

/// <summary>A one-time link by which the user chooses a password; it goes to the user's address, where there is one.</summary>
[Allow(Access.Roles.Administrator), Says("Дать ссылку для входа")]
internal sealed record OfferSignInLink(UserId User) : IRequest<Result<OfferedLink, UserRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("users", User, nameof(User));
}

/// <param name="User">Whose.</param>
/// <param name="Path">The link, told once.</param>
/// <param name="ExpiresAt">When it opens no more.</param>
/// <param name="Mailed">Whether it was also sent to the user.</param>
internal sealed record OfferedLink(UserId User, string Path, DateTimeOffset ExpiresAt, bool Mailed);

internal sealed class OfferSignInLinkHandler(
    UserAccounts userAccounts,
    SignInLinks links,
    Outbox outbox,
    HostLetters letters,
    TimeShown shown,
    Caller caller
) : IRequestHandler<OfferSignInLink, Result<OfferedLink, UserRefusal>>
{
    public async Task<Result<OfferedLink, UserRefusal>> Handle(OfferSignInLink request, CancellationToken cancellationToken)
    {
        if (await userAccounts.Find(request.User) is not { } user)
            return UserRefusal.NotFound;
        if (user.Disabled)
            return UserRefusal.Disabled;
        var link = await links.OfferTo(user, cancellationToken);
        var mailed = user.Email is { Length: > 0 };
        if (mailed)
        {
            var now = caller.Stamp().At;
            await outbox.Add(
                NotificationMail.Kind,
                $"sign-in-link/{user.Id}/{now.UtcTicks}",
                NotificationMail.Of(
                    user.Email!,
                    letters.Write(
                        HostLetter.SignInLink,
                        new SignInLinkLetter
                        {
                            Name = user.DisplayName,
                            Page = letters.AddressOf(link.Path)!,
                            Expires = shown.Local(link.ExpiresAt),
                        }
                    )
                ),
                now,
                cancellationToken
            );
        }

        return new OfferedLink(request.User, link.Path, link.ExpiresAt, mailed);
    }
}
