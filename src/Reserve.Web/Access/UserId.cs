using Reserve.Web.Data;

namespace Reserve.Web.Access;

internal readonly record struct UserId(Guid Value) : ITypedId<UserId>
{
    public static UserId From(Guid value) => new(value);
}
