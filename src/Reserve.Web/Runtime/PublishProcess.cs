using MediatR;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Runtime;

/// <summary>Why a drawing was not saved or published: a closed set.</summary>
public abstract record PublishRefusal : IRefusal
{
    private PublishRefusal()
    {
    }

    public abstract string Text { get; }

    /// <summary>Somebody saved another draft meanwhile.</summary>
    public sealed record ChangedMeanwhile(string By, DateTimeOffset At) : PublishRefusal
    {
        public override string Text => $"Черновик уже изменил(а) {By}. Откройте его заново.";
    }

    public sealed record NoDraft : PublishRefusal
    {
        public override string Text => "Черновика нет.";
    }

    /// <summary>The drawing has errors; every finding at once.</summary>
    public sealed record Unsound(IReadOnlyList<BpmnDiagnostic> Diagnostics) : PublishRefusal
    {
        public override string Text => "Схема содержит ошибки: "
            + string.Join("; ", Diagnostics.Where(found => found.Severity == BpmnSeverity.Error).Select(found => found.Message)) + ".";
    }

    public sealed record OtherProcess(string Key) : PublishRefusal
    {
        public override string Text => $"В схеме нет исполняемого процесса с идентификатором «{Key}».";
    }
}

/// <summary>The draft's version after saving, and what validation found: a draft may have errors.</summary>
public sealed record SavedDraft(int RowVersion, IReadOnlyList<BpmnDiagnostic> Diagnostics);

/// <summary>
/// Saves the one draft of a process (for one territory, or for all). <paramref name="RowVersion"/> is the version that the editor
/// loaded; null when it found no draft.
/// </summary>
[Allow(Roles.Administrator)]
public sealed record SaveProcessDraft(string Key, string? ForTerritory, string Xml, int? RowVersion) : IRequest<Result<SavedDraft, PublishRefusal>>;

internal sealed class SaveProcessDraftHandler(RunStepper stepper, ProcessDrafts drafts, ActivityCatalog activities, Caller caller)
    : IRequestHandler<SaveProcessDraft, Result<SavedDraft, PublishRefusal>>
{
    public async Task<Result<SavedDraft, PublishRefusal>> Handle(SaveProcessDraft command, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        var found = await drafts.Find(command.Key, command.ForTerritory, cancellationToken);
        if (found?.RowVersion != command.RowVersion)
            return found is null ? new PublishRefusal.NoDraft() : new PublishRefusal.ChangedMeanwhile(found.SavedBy, found.SavedAt);
        var batch = stepper.Session.NewBatch();
        batch.Add("""
            insert into process_draft (id, key, for_territory, xml, row_version, saved_by, saved_at) values ($1, $2, $3, $4, 1, $5, $6)
            on conflict (key, for_territory) do update
            set xml = excluded.xml, row_version = process_draft.row_version + 1, saved_by = excluded.saved_by, saved_at = excluded.saved_at
            """)
            .With(Guid.CreateVersion7(stamp.At)).With(command.Key).WithText(command.ForTerritory).With(command.Xml).With(stamp.Name).With(stamp.At);
        await batch.SendAsync(cancellationToken);
        var files = await drafts.Files(command.Key, command.ForTerritory, cancellationToken);
        return new SavedDraft((command.RowVersion ?? 0) + 1, ProcessCompiler.CompileAll(new ProcessBundle(command.Xml, files), activities).Diagnostics);
    }
}

/// <summary>Makes the draft the next version; its rules and forms are those of the version before. Running cases stay on theirs.</summary>
[Allow(Roles.Administrator)]
public sealed record PublishProcess(string Key, string? ForTerritory, int RowVersion) : IRequest<Result<DeployedVersion, PublishRefusal>>;

internal sealed class PublishProcessHandler(RunStepper stepper, ProcessDrafts drafts, Deployment deployment, Caller caller)
    : IRequestHandler<PublishProcess, Result<DeployedVersion, PublishRefusal>>
{
    public async Task<Result<DeployedVersion, PublishRefusal>> Handle(PublishProcess command, CancellationToken cancellationToken)
    {
        if (await drafts.Find(command.Key, command.ForTerritory, cancellationToken) is not { } draft)
            return new PublishRefusal.NoDraft();
        if (draft.RowVersion != command.RowVersion)
            return new PublishRefusal.ChangedMeanwhile(draft.SavedBy, draft.SavedAt);
        var files = await drafts.Files(command.Key, command.ForTerritory, cancellationToken);
        var (deployed, diagnostics) = await deployment.Deploy(
            new ProcessBundle(draft.Xml, files), command.ForTerritory, Deployment.FromEditor, caller.Stamp(), cancellationToken);
        if (deployed.Count == 0)
            return new PublishRefusal.Unsound(diagnostics);
        if (deployed.FirstOrDefault(version => version.Key == command.Key) is not { } published)
            return new PublishRefusal.OtherProcess(command.Key);
        var batch = stepper.Session.NewBatch();
        batch.Add("delete from process_draft where key = $1 and for_territory is not distinct from $2").With(command.Key).WithText(command.ForTerritory);
        await batch.SendAsync(cancellationToken);
        return published;
    }
}

/// <summary>A draft under its row lock.</summary>
internal sealed record LockedDraft(string Xml, int RowVersion, string SavedBy, DateTimeOffset SavedAt);

/// <summary>Reads drafts, and the rules and forms that a draft's next version takes over.</summary>
internal sealed class ProcessDrafts(RunStepper stepper, ProcessCatalog catalog)
{
    public async Task<LockedDraft?> Find(string key, string? forTerritory, CancellationToken cancellation)
    {
        var batch = stepper.Session.NewBatch();
        batch.Add("select xml, row_version, saved_by, saved_at from process_draft where key = $1 and for_territory is not distinct from $2 for update")
            .With(key).WithText(forTerritory);
        await using var reader = await batch.ReadAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new LockedDraft(reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3))
            : null;
    }

    public async Task<IReadOnlyDictionary<string, string>> Files(string key, string? forTerritory, CancellationToken cancellation) =>
        await ProcessCatalog.Current(key, forTerritory ?? Data.Territory.Federation, stepper.Session, cancellation) is { } current
            ? (await catalog.Get(current, stepper.Session, cancellation)).Files
            : new Dictionary<string, string>();
}
