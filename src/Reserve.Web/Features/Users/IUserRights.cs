namespace Reserve.Web.Features.Users;

/// <summary>What a user is allowed and where; shared by creating and changing.</summary>
internal interface IUserRights
{
    string DisplayName { get; }

    string Territory { get; }

    IReadOnlyList<string> Roles { get; }
}
