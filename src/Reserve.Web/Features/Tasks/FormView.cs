using Reserve.Web.Runtime.Forms;

namespace Reserve.Web.Features.Tasks;

/// <summary>A form on a page; <c>Address</c> is the page, whose handlers <c>Rows</c>, <c>State</c> and <c>Find</c> the form asks.</summary>
public sealed record FormView(FilledForm Filled, string Address)
{
    public string Handler(string name) => $"{Address}{(Address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}handler={name}";

    /// <summary>Whether something is hidden, locked or computed while one types.</summary>
    public bool Moves => Filled.All.Any(filled => IsMoved(filled.Field));

    private static bool IsMoved(FormField field) => field.Hide is not null || field.ReadOnlyWhile is not null || field.Formula is not null;

    /// <summary>Whether buttons of its own stand in it.</summary>
    public bool HasButtons => Filled.Form.Fields.Any(part => part.Kind == FieldKind.Rows || part.Reference is not null);

    public FieldView Of(FilledField field) => new(field, this);
}

/// <summary>What a field's partial needs.</summary>
public sealed record FieldView(FilledField Filled, FormView Form)
{
    public FormField Field => Filled.Field;

    public string? Problem => Filled.Problem;

    public string Id => FormPost.Id(Filled);

    public string Name => FormPost.Prefix + Filled.Path;

    public string Value => Filled.Texts.Count > 0 ? Filled.Texts[0] : "";

    /// <summary>Never to be written into: what may be, at times, is locked by the page's scripts.</summary>
    public bool IsFixed => Field.ReadOnly || Field.Disabled;

    public string? When => Field.Hide is { } hide ? ConditionWords.Of(hide, Form.Filled.Form) : null;

    public string? LockedWhen => Field.ReadOnlyWhile is { } rule ? ConditionWords.Of(rule, Form.Filled.Form) : null;

    /// <summary>A long list is looked through by words.</summary>
    public bool IsSearched => Field.Reference is not null && Filled.Options.Count >= FormDirectories.Most;

    public string? DescribedBy =>
        string.Join(
            ' ',
            new[]
            {
                Field.Description is null ? null : Id + "-hint",
                When is null && LockedWhen is null ? null : Id + "-when",
                Problem is null ? null : Id + "-problem",
            }.OfType<string>()
        )
            is { Length: > 0 } ids
            ? ids
            : null;
}
