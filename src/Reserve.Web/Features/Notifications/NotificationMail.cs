using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Notifications;

/// <summary>What the mail sender gets through the outbox.</summary>
public sealed record NotificationMail(string To, string Subject, string Text, string? Page)
{
    public const string Kind = "notification";
}
