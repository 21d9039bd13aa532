using Reserve.Web.Data;

namespace Reserve.Web.Features.Retention;

/// <summary>An order that something is not to be removed, whatever its term.</summary>
internal readonly record struct LegalHoldId(Guid Value) : ITypedId<LegalHoldId>
{
    public static LegalHoldId From(Guid value) => new(value);
}
