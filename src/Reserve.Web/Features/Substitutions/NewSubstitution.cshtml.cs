using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Substitutions;

/// <summary>The form of a substitution: who, for whom, in what, by which instrument, for which days.</summary>
[Authorize(SubstitutionsRegistration.Policy)]
public sealed class NewSubstitutionModel(ReserveDb db, People people, IMediator mediator, Caller caller, TimeProvider clock, Words words)
    : PageModel
{
    public const string AllTasks = "all";
    private const string RolePrefix = "role:";
    private const string SeatPrefix = "seat:";

    public sealed record Choice(string Value, string Text);

    public sealed class Fields
    {
        public Guid Absent { get; set; }

        public Guid Substitute { get; set; }

        /// <summary>«all», «role:…» or «seat:…».</summary>
        public string What { get; set; } = AllTasks;

        public string? Territory { get; set; }

        public InstrumentKind Instrument { get; set; }

        public string? Number { get; set; }

        public DateOnly? Date { get; set; }

        public AbsenceReason Reason { get; set; }

        public DateOnly? From { get; set; }

        public DateOnly? Until { get; set; }
    }

    [BindProperty]
    public Fields Input { get; set; } = new();

    /// <summary>Whether the person fills it in for others.</summary>
    public bool ForOthers => caller.KeepsSubstitutions();

    public IReadOnlyList<Choice> Absent { get; private set; } = [];

    public IReadOnlyList<Choice> Substitutes { get; private set; } = [];

    public static IReadOnlyList<string> GrantedRoles { get; } = [.. Roles.All.Where(role => !Grant.Own.Contains(role))];

    public IReadOnlyList<Choice> Seats { get; private set; } = [];

    public IReadOnlyList<(string Path, string Name)> Territories { get; private set; } = [];

    public static string OfRole(string role) => RolePrefix + role;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Input.Absent = ForOthers ? Guid.Empty : caller.UserId ?? Guid.Empty;
        await Load(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!ForOthers)
            Input.Absent = caller.UserId ?? Guid.Empty;
        var made = await mediator.Send(
            new AddSubstitution(
                Input.Absent,
                Input.Substitute,
                After(RolePrefix),
                Guid.TryParse(After(SeatPrefix), out var seat) ? new CommissionMemberId(seat) : null,
                string.IsNullOrEmpty(Input.Territory) ? null : Input.Territory,
                Input.Instrument,
                Input.Number?.Trim() ?? "",
                Input.Date,
                Input.Reason,
                Input.From,
                Input.Until
            ),
            cancellationToken
        );
        if (made.IsOk)
        {
            this.Done(words["Замещение оформлено."].Value);
            return Redirect($"/substitutions?view={SubstitutionView.All}");
        }

        this.Show(made, words, nameof(Input));
        await Load(cancellationToken);
        return Page();
    }

    private string? After(string prefix) =>
        Input.What?.StartsWith(prefix, StringComparison.Ordinal) == true ? Input.What[prefix.Length..] : null;

    private async Task Load(CancellationToken cancellationToken)
    {
        Territories = await TerritoryChoice.InScope(db, cancellationToken);
        var reached = (await people.OfRole(db.Scope ?? "", cancellationToken, [.. Roles.All.Where(role => role != Roles.Candidate)]))
            .OrderBy(person => person.DisplayName, StringComparer.CurrentCulture)
            .ToList();
        var places = await db.Set<Territory>()
            .AsNoTracking()
            .Where(row => reached.Select(person => person.Territory).Contains(row.Path))
            .ToDictionaryAsync(row => row.Path, row => row.Name, cancellationToken);
        if (ForOthers)
            Absent = [.. reached.Where(person => Territory.Covers(caller.Territory, person.Territory)).Select(Named)];
        Substitutes = [.. reached.Where(person => person.Id != caller.UserId).Select(Named)];
        var now = clock.GetUtcNow();
        var seats = db.Set<CommissionMember>()
            .AsNoTracking()
            .Where(row => row.Votes && row.LeftAt == null && (row.EndsAt == null || row.EndsAt > now));
        if (!ForOthers)
            seats = seats.Where(row => row.UserId == caller.UserId);
        Seats =
        [
            .. (
                await seats
                    .Join(
                        db.Set<Territory>(),
                        row => row.Territory,
                        territory => territory.Path,
                        (row, territory) => new { row, territory }
                    )
                    .ToListAsync(cancellationToken)
            )
                .OrderBy(pair => pair.territory.Path, StringComparer.Ordinal)
                .ThenBy(pair => pair.row.Name, StringComparer.CurrentCulture)
                .Select(pair => new Choice(
                    $"{SeatPrefix}{pair.row.Id.Value}",
                    $"{pair.row.Name}, {words[SeatWords.Of(pair.row.Role)].Value}: {pair.territory.Name}"
                )),
        ];

        Choice Named(Person person) =>
            new(
                person.Id.ToString(),
                $"{person.DisplayName} ({string.Join(", ", person.Roles.Select(role => words[Roles.NameOf(role)].Value))}; "
                    + $"{places.GetValueOrDefault(person.Territory, person.Territory)})"
            );
    }
}
