using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Users;

/// <summary>What a user is allowed and where; shared by creating and changing.</summary>
public interface IUserRights
{
    string DisplayName { get; }

    string Territory { get; }

    IReadOnlyList<string> Roles { get; }
}
