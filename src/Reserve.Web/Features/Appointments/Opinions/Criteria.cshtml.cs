using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Appointments.Opinions;

/// <summary>The criteria of a kind in all their versions; an administrator saves the next one.</summary>
[Authorize(AppointmentsRegistration.Criteria)]
public sealed class CriteriaModel(ReserveDb db, Caller caller, IMediator mediator, TimeShown shown, Words words) : PageModel
{
    private const int Spare = 4;
    private const int LeastRows = 6;

    public sealed class Row
    {
        public string? Key { get; set; }

        public string? Name { get; set; }

        public string? Look { get; set; }

        public int? Min { get; set; }

        public int? Max { get; set; }

        /// <summary>As it was typed: with a comma or a point.</summary>
        public string? Weight { get; set; }
    }

    public sealed class Form
    {
        public DateOnly? ValidFrom { get; set; }

        public string? ForTerritory { get; set; }

        public string? Ground { get; set; }

        public List<Row> Rows { get; set; } = [];
    }

    [BindProperty(SupportsGet = true)]
    public JudgedKind Kind { get; set; }

    public Form Input { get; private set; } = new();

    public IReadOnlyList<CriteriaSet> Sets { get; private set; } = [];

    public IReadOnlyList<(string Path, string Name)> Territories { get; private set; } = [];

    public bool MayChange => User.IsInRole(Roles.Administrator);

    public bool OfFederation => caller.Territory == Territory.Federation;

    public bool IsInForce(CriteriaSet set) =>
        CriteriaBook.InForce(Sets.Where(one => one.ForTerritory == set.ForTerritory && one.ValidFrom <= shown.Today)) == set;

    public string PlaceOf(CriteriaSet set) =>
        set.ForTerritory is { } path
            ? Territories.Where(one => one.Path == path).Select(one => one.Name).FirstOrDefault(path)
            : words["для всех"].Value;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!Enum.IsDefined(Kind))
            return NotFound();
        await Load(cancellationToken);
        var own = OfFederation ? null : caller.Territory;
        var latest = CriteriaBook.InForce(Sets.Where(set => set.ForTerritory is null || set.ForTerritory == own));
        Input = new Form
        {
            ValidFrom = shown.Today,
            ForTerritory = own,
            Rows =
            [
                .. (latest?.Criteria ?? []).Select(criterion => new Row
                {
                    Key = criterion.Key,
                    Name = criterion.Name,
                    Look = criterion.Look,
                    Min = criterion.Min,
                    Max = criterion.Max,
                    Weight = criterion.Weight.ToString("0.#", CultureInfo.CurrentCulture),
                }),
            ],
        };
        AddSpareRows();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([Bind(Prefix = "Input")] Form input, CancellationToken cancellationToken)
    {
        Input = input;
        var criteria = Criteria(input.Rows.Where(row => !string.IsNullOrWhiteSpace(row.Name)).ToList());
        var saved = await mediator.Send(
            new SaveCriteria(
                string.IsNullOrEmpty(input.ForTerritory) ? null : input.ForTerritory,
                Kind,
                input.ValidFrom ?? default,
                input.Ground ?? "",
                criteria
            ),
            cancellationToken
        );
        if (saved.IsOk)
        {
            this.Done(words["Редакция критериев сохранена."].Value);
            return Redirect($"/appointments/criteria?kind={Kind}");
        }

        await Load(cancellationToken);
        AddSpareRows();
        this.Show(saved, words, nameof(Input));
        return Page();
    }

    private static List<Criterion> Criteria(List<Row> rows)
    {
        var taken = rows.Select(row => row.Key).OfType<string>().ToHashSet();
        var next = 1;
        return rows.ConvertAll(row => new Criterion(
            row.Key ?? Free(),
            row.Name!.Trim(),
            row.Look?.Trim() ?? "",
            row.Min ?? 0,
            row.Max ?? 0,
            decimal.TryParse(row.Weight?.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight)
                ? weight
                : 0
        ));

        string Free()
        {
            while (!taken.Add($"c{next}"))
                next++;
            return $"c{next}";
        }
    }

    private void AddSpareRows()
    {
        while (Input.Rows.Count < SaveCriteriaValidator.Most && (Input.Rows.Count < LeastRows || Spares() < Spare))
            Input.Rows.Add(
                new Row
                {
                    Min = 0,
                    Max = 10,
                    Weight = "1",
                }
            );

        int Spares() => Input.Rows.Count(row => string.IsNullOrWhiteSpace(row.Name));
    }

    private async Task Load(CancellationToken cancellationToken)
    {
        var known = await db.Set<CriteriaSet>().AsNoTracking().Where(set => set.Kind == Kind).ToListAsync(cancellationToken);
        Sets =
        [
            .. known
                .Where(set =>
                    set.ForTerritory is null
                    || caller.Territory is { } own && (Territory.Covers(own, set.ForTerritory) || Territory.Covers(set.ForTerritory, own))
                )
                .OrderByDescending(set => set.ValidFrom)
                .ThenByDescending(set => set.SavedAt),
        ];
        Territories = await TerritoryChoice.InScope(db, cancellationToken);
    }
}
