using Reserve.Engine.Feel;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>A document that is asked for, and what there is of it.</summary>
internal sealed record KindOfSet(DocumentKind Kind, IReadOnlyList<CaseDocument> Documents)
{
    public bool IsAccepted => Documents.Any(document => document.IsCurrent && document.Verdict == DocumentVerdict.Accepted);

    public bool IsReturned => Documents.Any(document => document.IsCurrent && document.Verdict == DocumentVerdict.Returned);

    public bool IsThere => Documents.Any(document => document.IsCurrent && document.Verdict != DocumentVerdict.Returned);
}

/// <summary>
/// The documents of a case against the list of its process; what the check says of the set follows from what it says of each.
/// </summary>
internal sealed record SetOfDocuments(IReadOnlyList<KindOfSet> Kinds, IReadOnlyList<CaseDocument> Others)
{
    public static SetOfDocuments Of(KindsOfCase list, IReadOnlyCollection<CaseDocument> documents)
    {
        var byKind = documents.ToLookup(document => document.Kind);
        return new SetOfDocuments(
            [.. list.All.Select(kind => new KindOfSet(kind, [.. byKind[kind.Key]]))],
            [.. documents.Where(document => list.All.All(kind => kind.Key != document.Kind))]
        );
    }

    public IEnumerable<CaseDocument> Current =>
        Kinds.SelectMany(kind => kind.Documents).Concat(Others).Where(document => document.IsCurrent);

    /// <summary>What nobody has judged yet.</summary>
    public IReadOnlyList<CaseDocument> Unjudged => [.. Current.Where(document => document.Verdict is null)];

    /// <summary>What nothing was handed in for.</summary>
    public IReadOnlyList<KindOfSet> Missing => [.. Kinds.Where(kind => !kind.IsAccepted && !kind.IsReturned && !kind.IsThere)];

    /// <summary>Of each document that goes back what is wrong with it, as the letter says it.</summary>
    public IReadOnlyList<string> Remarks =>
        [
            .. from kind in Kinds
            from document in kind.Documents
            where document.IsCurrent && document.Verdict == DocumentVerdict.Returned
            select $"{kind.Kind.Russian} («{document.Name}»): {document.Defect}",
            .. from document in Others
            where document.IsCurrent && document.Verdict == DocumentVerdict.Returned
            select $"«{document.Name}»: {document.Defect}",
        ];

    public bool IsComplete => Kinds.All(kind => kind.IsAccepted) && Remarks.Count == 0;

    /// <summary>
    /// What the ticks of the form used to say, with what was returned and why:
    /// <c>{KEY: boolean…, note, returned: [KEY…], remarks: [text…]}</c>.
    /// </summary>
    public FeelContext Answers(string? note) =>
        FeelContext.Of([
            .. Kinds.Select(kind => (kind.Kind.Key, FeelValue.From(kind.IsAccepted))),
            ("note", note is { Length: > 0 } ? FeelValue.From(note) : FeelValue.Null),
            ("returned", FeelValue.List([.. Kinds.Where(kind => kind.IsReturned).Select(kind => FeelValue.From(kind.Kind.Key))])),
            ("remarks", FeelValue.List([.. Remarks.Select(remark => FeelValue.From(remark))])),
        ]);
}
