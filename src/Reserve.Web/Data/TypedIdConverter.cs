using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Reserve.Web.Data;

internal sealed class TypedIdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => TypedIdConverter<TId>.Make(value))
    where TId : struct, ITypedId<TId>
{
    private static TId Make(Guid value) => TId.From(value);
}
