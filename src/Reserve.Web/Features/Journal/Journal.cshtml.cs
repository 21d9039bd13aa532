using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Journal;

[Authorize(JournalRegistration.Policy)]
public sealed class JournalModel(ReserveDb db, TimeShown shown, JournalChanges changes) : PageModel
{
    public const int Size = 50;

    /// <summary>Further rows are counted no more and not shown: conditions find them.</summary>
    public const int MostShown = 10_000;

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public JournalFilter Filter { get; private set; } = null!;

    public IReadOnlyList<JournalRow> Rows { get; private set; } = [];

    /// <summary>What the rows changed; null when the values were erased.</summary>
    public IReadOnlyDictionary<long, IReadOnlyList<ShownChange>?> Changes { get; private set; } = null!;

    /// <summary>For whom a row was done, where somebody stood in.</summary>
    public IReadOnlyDictionary<long, string> InPlaceOf { get; private set; } = null!;

    /// <summary>The end of the chain; null when nothing is sealed yet.</summary>
    public ChainHead? Sealed { get; private set; }

    public long Total { get; private set; }

    public IReadOnlyList<(string Path, string Name)> Territories { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Number = Math.Clamp(Number, 1, MostShown / Size);
        Filter = JournalFilter.Of(Request.Query);
        Territories = await TerritoryChoice.InScope(db, cancellationToken);
        var events = Filter.Apply(db, shown);
        Total = await events.Take(MostShown + 1).LongCountAsync(cancellationToken);
        Rows = await JournalFilter.Rows(events.Skip((Number - 1) * Size).Take(Size), db).ToListAsync(cancellationToken);
        Changes = await changes.Of([.. Rows.Select(row => row.Id)], Territories, cancellationToken);
        InPlaceOf = await changes.InPlaceOf(Rows, cancellationToken);
        Sealed = await changes.ChainHead(cancellationToken);
    }
}
