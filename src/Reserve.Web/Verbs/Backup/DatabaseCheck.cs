using Npgsql;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Verbs.Backup;

/// <summary>What constraints cannot say, or may have been lost: hashes of what is stored, and rows that name other rows.</summary>
internal sealed class DatabaseCheck(NpgsqlConnection connection, List<Problem> problems)
{
    /// <summary>How many things of each kind were looked at.</summary>
    public SortedDictionary<string, long> Checked { get; } = new(StringComparer.Ordinal);

    public async Task Run(CancellationToken cancellationToken)
    {
        await Hashes("papers", "sha256 = sha256(bytes)", "paper-changed", cancellationToken);
        await Hashes("letter_files", "sha256 = encode(sha256(content), 'hex')", "letter-file-changed", cancellationToken);
        await Hashes(
            "case_documents",
            "exists (select from case_document_files f where f.id = case_documents.id and sha256 = encode(sha256(f.content), 'hex'))",
            "case-document-changed",
            cancellationToken
        );
        await Hashes("paper_signatures", "content is null or sha256 = sha256(content)", "signature-changed", cancellationToken);
        await Hashes("candidate_papers", "sha256 = encode(sha256(content), 'hex')", "candidate-paper-changed", cancellationToken);
        await Subjects(cancellationToken);
        await Definitions(cancellationToken);
        await Runs(cancellationToken);
    }

    public async Task Counts(BackupManifest manifest, CancellationToken cancellationToken)
    {
        var counts = await DatabaseFacts.RowCounts(connection, cancellationToken);
        foreach (var (table, rows) in manifest.Tables)
        {
            if (!counts.TryGetValue(table, out var found))
                problems.Add(new Problem("table-missing", table, $"The backup has it with {rows} rows; the database has no such table."));
            else if (found != rows)
                problems.Add(new Problem("row-count", table, $"The backup has {rows} rows, the database {found}."));
        }

        Checked["tables"] = manifest.Tables.Count;
    }

    private async Task Hashes(string table, string holds, string kind, CancellationToken cancellationToken)
    {
        Checked[table] = await DatabaseFacts.Value<long>(connection, $"select count(*) from {table}", cancellationToken);
        foreach (
            var id in await DatabaseFacts.Column<Guid>(
                connection,
                $"select id from {table} where ({holds}) is not true order by id",
                cancellationToken
            )
        )
            problems.Add(new Problem(kind, id.ToString(), $"The bytes in {table} do not have the hash that was recorded with them."));
    }

    private async Task Subjects(CancellationToken cancellationToken)
    {
        foreach (
            var id in await DatabaseFacts.Column<Guid>(
                connection,
                """
                select p.id from papers p where not case p.subject_kind
                    when 'Candidate' then exists (select from candidates c where c.id = p.subject_id)
                    when 'AppointmentCase' then exists (select from appointment_cases c where c.id = p.subject_id)
                    when 'Meeting' then exists (select from commission_meetings c where c.id = p.subject_id)
                    when 'Run' then exists (select from process_run c where c.id = p.subject_id)
                    when 'BriefRequest' then exists (select from brief_requests c where c.id = p.subject_id)
                    else false end
                order by p.id
                """,
                cancellationToken
            )
        )
            problems.Add(new Problem("paper-without-subject", id.ToString(), "What the paper is about is not in the database."));
        foreach (
            var id in await DatabaseFacts.Column<Guid>(
                connection,
                """
                select r.id from process_run r where not case r.subject_type
                    when 'candidate' then exists (select from candidates c where c.id::text = r.subject_id)
                    when 'case' then exists (select from appointment_cases c where c.id::text = r.subject_id)
                    when 'question' then exists (select from sitting_questions c where c.id::text = r.subject_id)
                    when 'meeting' then exists (select from commission_meetings c where c.id::text = r.subject_id)
                    when 'brief-request' then exists (select from brief_requests c where c.id::text = r.subject_id)
                    else true end
                order by r.id
                """,
                cancellationToken
            )
        )
            problems.Add(new Problem("run-without-subject", id.ToString(), "What the run is about is not in the database."));
    }

    /// <summary>A deployed version is what it was when it was deployed.</summary>
    private async Task Definitions(CancellationToken cancellationToken)
    {
        var versions = new Dictionary<Guid, (byte[] Hash, ProcessBundle Bundle)>();
        await using (var command = new NpgsqlCommand("select id, xml, content_hash from process_definition", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                versions.Add(reader.GetGuid(0), (reader.GetFieldValue<byte[]>(2), ProcessBundle.Empty with { Xml = reader.GetString(1) }));
        }

        await using (var command = new NpgsqlCommand("select definition_id, path, content, bytes from process_file", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var (hash, bundle) = versions[reader.GetGuid(0)];
                versions[reader.GetGuid(0)] = (hash, bundle.With(reader.GetString(1), ProcessCatalog.Content(reader, 2)));
            }
        }

        Checked["process_definition"] = versions.Count;
        foreach (var (id, version) in versions)
            if (!version.Bundle.Hash().AsSpan().SequenceEqual(version.Hash))
                problems.Add(
                    new Problem("process-changed", id.ToString(), "The drawing and its files do not have the hash of their deployment.")
                );
    }

    /// <summary>The steps of a run are numbered without a gap, unless the retention has removed them.</summary>
    private async Task Runs(CancellationToken cancellationToken)
    {
        Checked["process_run"] = await DatabaseFacts.Value<long>(connection, "select count(*) from process_run", cancellationToken);
        foreach (
            var id in await DatabaseFacts.Column<Guid>(
                connection,
                """
                select r.id from process_run r
                join (select run_id, count(*) as steps, max(step) as last from run_step group by run_id) s on s.run_id = r.id
                where s.steps <> r.version or s.last <> r.version order by r.id
                """,
                cancellationToken
            )
        )
            problems.Add(new Problem("run-steps", id.ToString(), "The history of the run has not as many steps as the run has made."));
    }
}
