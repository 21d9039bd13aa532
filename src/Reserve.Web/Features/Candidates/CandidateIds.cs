using Reserve.Web.Data;

namespace Reserve.Web.Features.Candidates;

public readonly record struct CandidateId(Guid Value) : ITypedId<CandidateId>
{
    public static CandidateId From(Guid value) => new(value);
}

/// <summary>One entry of a candidate in the reserve: one pass through the stages.</summary>
public readonly record struct ReserveEntryId(Guid Value) : ITypedId<ReserveEntryId>
{
    public static ReserveEntryId From(Guid value) => new(value);
}

public readonly record struct CandidateRecordId(Guid Value) : ITypedId<CandidateRecordId>
{
    public static CandidateRecordId From(Guid value) => new(value);
}

internal readonly record struct CandidatePaperId(Guid Value) : ITypedId<CandidatePaperId>
{
    public static CandidatePaperId From(Guid value) => new(value);
}
