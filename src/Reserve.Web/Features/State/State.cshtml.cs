using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Npgsql;
using Reserve.Web.Data;
using Reserve.Web.Data.Schema;
using Reserve.Web.Features.Files;
using Reserve.Web.Runtime.Starts;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.State;

/// <summary>How the installation is: nodes, queue, outbox, disk, versions for all; incidents in the reader's territory.</summary>
[Authorize(StateRegistration.Policy)]
public sealed class StateModel : PageModel
{
    public const int Size = 50;
    private readonly IServiceProvider services;
    private readonly ReserveDb db;
    private readonly TimeProvider clock;

    public StateModel(IServiceProvider services, ReserveDb db, TimeProvider clock) =>
        (this.services, this.db, this.clock) = (services, db, clock);

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    [BindProperty(SupportsGet = true)]
    public string? Process { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    /// <summary>hour, day or week: only incidents that are older.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Age { get; set; }

    public bool IsFiltered => Process is not null || Code is not null || Age is not null;

    public DateTimeOffset Now { get; private set; }

    internal IReadOnlyDictionary<string, HealthStatus> Checks { get; private set; } = new Dictionary<string, HealthStatus>();

    internal WorkNumbers Work { get; private set; } = null!;

    internal AppliedSchema Schema { get; private set; } = null!;

    internal StateOptions Limits { get; private set; } = null!;

    internal IReadOnlyList<NodeRow> Nodes { get; private set; } = [];

    internal IReadOnlyList<OpenIncident> Incidents { get; private set; } = [];

    /// <summary>Starts by time and condition that do not succeed.</summary>
    internal IReadOnlyList<FailingStart> Starts { get; private set; } = [];

    internal IReadOnlyList<ProcessChoice> Processes { get; private set; } = [];

    internal IReadOnlyDictionary<string, string> Territories { get; private set; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Codes { get; private set; } = [];

    public int Total { get; private set; }

    /// <summary>There are older incidents that were not looked at.</summary>
    public bool IsPartly { get; private set; }

    public long FreeDisk { get; private set; }

    public long Aside { get; private set; }

    public string DatabaseVersion { get; private set; } = "";

    /// <summary>Whether files are looked through for viruses here.</summary>
    public bool HasScanner { get; private set; }

    /// <summary>What looks through them, in its own words; null when it does not answer.</summary>
    public string? Scanner { get; private set; }

    /// <summary>Files that nobody has looked through yet.</summary>
    public long Unscanned { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Number = Math.Clamp(Number, 1, IncidentQueries.MostIncidents / Size);
        Now = clock.GetUtcNow();
        Limits = services.GetRequiredService<IOptions<StateOptions>>().Value;
        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(cancellationToken);
        Checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status);
        Work = await services.GetRequiredService<WorkReader>().Read(cancellationToken);
        await using (var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(cancellationToken))
            Schema = await AppliedSchema.Read(connection, cancellationToken);
        var place = services.GetRequiredService<DataPlace>();
        FreeDisk = place.FreeDisk;
        Aside = LettersAside.Count(place);
        DatabaseVersion = await db
            .Database.SqlQuery<string>($"""select current_setting('server_version') as "Value" """)
            .SingleAsync(cancellationToken);
        await LookAtScanner(cancellationToken);
        Nodes = await services.GetRequiredService<StateReader>().Nodes(cancellationToken);
        var incidents = services.GetRequiredService<IncidentQueries>();
        Processes = await incidents.Processes(cancellationToken);
        Codes = await incidents.Codes(cancellationToken);
        (Incidents, Total, IsPartly) = await incidents.Open(
            new IncidentFilter(Empty(Process), Empty(Code), AgeOf(Age)),
            (Number - 1) * Size,
            Size,
            cancellationToken
        );
        Starts = await services.GetRequiredService<StartQueries>().Failing(cancellationToken);
        var shown = Incidents.Select(row => row.Territory).Concat(Starts.Select(start => start.ForTerritory).OfType<string>()).ToList();
        Territories = await db.Set<Territory>()
            .AsNoTracking()
            .Where(territory => shown.Contains(territory.Path))
            .ToDictionaryAsync(territory => territory.Path, territory => territory.Name, cancellationToken);
    }

    private async Task LookAtScanner(CancellationToken cancellationToken)
    {
        var clamd = services.GetRequiredService<Clamd>();
        HasScanner = clamd.IsConfigured;
        if (!HasScanner)
            return;
        Scanner = await clamd.Version(cancellationToken);
        Unscanned = await db
            .Database.SqlQuery<long>($"""select count(*) as "Value" from case_documents where scan is null and on_paper is null""")
            .SingleAsync(cancellationToken);
    }

    private static string? Empty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    private static TimeSpan? AgeOf(string? age) =>
        age switch
        {
            "hour" => TimeSpan.FromHours(1),
            "day" => TimeSpan.FromDays(1),
            "week" => TimeSpan.FromDays(7),
            _ => null,
        };
}
