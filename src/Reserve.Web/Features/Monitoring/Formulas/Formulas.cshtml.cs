using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>All indicators and measures with the state of their formulas.</summary>
[Authorize(MonitoringRegistration.FormulasPolicy)]
public sealed class FormulasModel(ReserveDb db, FormulaReader reader) : PageModel
{
    public const string WithFormula = "published";
    public const string WithDraft = "draft";
    public const string WithProblems = "problems";
    public const string Without = "none";

    public sealed record Row(FormulaSubject Subject, FormulaVersion? Version, FormulaDraft? Draft, int Problems);

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>A set's code, or a region.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Of { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    public IReadOnlyList<(string Code, string Name)> Groups { get; private set; } = [];

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public int All { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var subjects = await reader.Subjects(cancellationToken);
        var versions = (await db.PresentFormulas().ToListAsync(cancellationToken))
            .GroupBy(version => version.Target)
            .ToDictionary(own => own.Key, own => own.MaxBy(version => version.ValidFrom)!);
        var drafts = await db.Set<FormulaDraft>().AsNoTracking().ToDictionaryAsync(draft => draft.Target, cancellationToken);
        var names = new Dictionary<string, IReadOnlyList<FormulaName>>();
        var rows = new List<Row>();
        foreach (var subject in subjects)
        {
            var (version, draft) = (versions.GetValueOrDefault(subject.Target), drafts.GetValueOrDefault(subject.Target));
            var problems = 0;
            if ((draft?.Content ?? version?.Content) is { } content)
            {
                if (!names.TryGetValue(subject.Target.Of, out var own))
                    names.Add(subject.Target.Of, own = await db.NamesFor(subject.Target, cancellationToken));
                problems = FormulaCheck.Of(content.Text, content.Unit, own).Problems.Count;
            }

            rows.Add(new(subject, version, draft, problems));
        }

        All = rows.Count;
        Groups =
        [
            .. subjects
                .Select(subject => (subject.Target.Of, Name: subject.Target.IsIndicator ? subject.Target.Of : subject.Place))
                .Distinct(),
        ];
        var russian = StringComparer.Create(System.Globalization.CultureInfo.GetCultureInfo("ru-RU"), ignoreCase: true);
        var found = rows.Where(Matches);
        Rows =
        [
            .. Sort switch
            {
                "name" => found.OrderBy(row => row.Subject.Title, russian),
                "-name" => found.OrderByDescending(row => row.Subject.Title, russian),
                "published" => found.OrderBy(row => row.Version is null).ThenBy(row => row.Version?.PublishedAt),
                "-published" => found.OrderBy(row => row.Version is null).ThenByDescending(row => row.Version?.PublishedAt),
                "-of" => found.Reverse(),
                _ => found,
            },
        ];
    }

    private bool Matches(Row row) =>
        (
            string.IsNullOrWhiteSpace(Q)
            || $"{row.Subject.Title} {row.Subject.Place} {row.Draft?.Text} {row.Version?.Text}".Contains(
                Q.Trim(),
                StringComparison.OrdinalIgnoreCase
            )
        )
        && (string.IsNullOrEmpty(Of) || row.Subject.Target.Of == Of)
        && State switch
        {
            WithFormula => row.Version is not null,
            WithDraft => row.Draft is not null,
            WithProblems => row.Problems > 0,
            Without => row.Version is null && row.Draft is null,
            _ => true,
        };
}
