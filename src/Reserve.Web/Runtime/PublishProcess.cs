using MediatR;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Xml;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Runtime;

/// <summary>Why a drawing was not saved or published: a closed set.</summary>
public abstract record PublishRefusal : IRefusal
{
    private PublishRefusal() { }

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

    /// <summary>The drawing or its rules have errors; every finding at once.</summary>
    public sealed record Unsound(IReadOnlyList<BpmnDiagnostic> Diagnostics) : PublishRefusal
    {
        public override string Text =>
            "Опубликовать нельзя, есть ошибки: "
            + string.Join("; ", Diagnostics.Where(found => found.Severity == BpmnSeverity.Error).Select(found => found.Message))
            + ".";
    }

    public sealed record OtherProcess(string Key) : PublishRefusal
    {
        public override string Text => $"В схеме нет исполняемого процесса с идентификатором «{Key}».";
    }

    public sealed record NoFile(string Path) : PublishRefusal
    {
        public override string Text => $"У процесса нет файла {Path}.";
    }
}

/// <summary>The draft's version after saving, and what validation found: a draft may have errors.</summary>
public sealed record SavedDraft(int RowVersion, IReadOnlyList<BpmnDiagnostic> Diagnostics);

/// <summary>
/// Saves the one draft of a process's drawing (for one territory, or for all), or that of another of its files. <paramref name="RowVersion"/>
/// is the version that the editor loaded; null when it found no draft.
/// </summary>
[Allow(Roles.Administrator)]
public sealed record SaveProcessDraft(string Key, string? ForTerritory, string Xml, int? RowVersion, string Path = ProcessBundle.Drawing)
    : IRequest<Result<SavedDraft, PublishRefusal>>;

internal sealed class SaveProcessDraftHandler(ProcessDrafts drafts, ActivityCatalog activities, Caller caller)
    : IRequestHandler<SaveProcessDraft, Result<SavedDraft, PublishRefusal>>
{
    public async Task<Result<SavedDraft, PublishRefusal>> Handle(SaveProcessDraft command, CancellationToken cancellationToken)
    {
        var place = new DraftPlace(command.Key, command.ForTerritory, command.Path);
        var bundle = await drafts.Bundle(place, cancellationToken);
        if (!bundle.Has(command.Path))
            return new PublishRefusal.NoFile(command.Path);
        var found = await drafts.Find(place, cancellationToken);
        if (found is null && command.RowVersion is not null)
            return new PublishRefusal.NoDraft();
        // It is kept as text and written as UTF-8, whatever its declaration said.
        var xml = EncodedXml.AsUtf8(command.Xml);
        if (await drafts.Save(place, xml, command.RowVersion ?? 0, caller.Stamp(), cancellationToken) is { } saved)
            return new SavedDraft(saved, ProcessCompiler.CompileAll(bundle.With(command.Path, xml), activities).Diagnostics);
        // Whoever saved first may have done so after we looked.
        found ??= await drafts.Find(place, cancellationToken);
        return found is null ? new PublishRefusal.NoDraft() : new PublishRefusal.ChangedMeanwhile(found.SavedBy, found.SavedAt);
    }
}

/// <summary>A version that was published, and how many running cases were moved to it.</summary>
public sealed record PublishedVersion(DefinitionId Id, string Key, int Version, int Moved);

/// <summary>
/// Makes the draft the next version; every other file is that of the version before. Running cases stay on theirs, unless
/// <paramref name="MoveRuns"/> says so: then those whose drawing is the same, sign for sign, go on by the new version.
/// </summary>
[Allow(Roles.Administrator)]
public sealed record PublishProcess(
    string Key,
    string? ForTerritory,
    int RowVersion,
    string Path = ProcessBundle.Drawing,
    bool MoveRuns = false
) : IRequest<Result<PublishedVersion, PublishRefusal>>;

internal sealed class PublishProcessHandler(RunStepper stepper, ProcessDrafts drafts, Deployment deployment, Caller caller)
    : IRequestHandler<PublishProcess, Result<PublishedVersion, PublishRefusal>>
{
    public async Task<Result<PublishedVersion, PublishRefusal>> Handle(PublishProcess command, CancellationToken cancellationToken)
    {
        var place = new DraftPlace(command.Key, command.ForTerritory, command.Path);
        // Nobody deploys another version between reading the one before and storing the next.
        await deployment.Lock(cancellationToken);
        if (await drafts.Find(place, cancellationToken) is not { } draft)
            return new PublishRefusal.NoDraft();
        if (draft.RowVersion != command.RowVersion)
            return new PublishRefusal.ChangedMeanwhile(draft.SavedBy, draft.SavedAt);
        var bundle = await drafts.Bundle(place, cancellationToken);
        if (!bundle.Has(command.Path))
            return new PublishRefusal.NoFile(command.Path);
        var (deployed, diagnostics) = await deployment.Deploy(
            bundle.With(command.Path, draft.Xml),
            command.ForTerritory,
            Deployment.FromEditor,
            caller.Stamp(),
            cancellationToken
        );
        if (deployed.Count == 0)
            return new PublishRefusal.Unsound(diagnostics);
        if (deployed.FirstOrDefault(version => version.Key == command.Key) is not { } published)
            return new PublishRefusal.OtherProcess(command.Key);
        await drafts.Drop(place, draft.RowVersion, cancellationToken);
        return new PublishedVersion(
            published.Id,
            published.Key,
            published.Version,
            command.MoveRuns ? await MoveRuns(published, cancellationToken) : 0
        );
    }

    /// <summary>A run is moved between two of its steps: each step locks the run's row, and so does this.</summary>
    private async Task<int> MoveRuns(DeployedVersion to, CancellationToken cancellationToken)
    {
        var batch = stepper.Session.NewBatch();
        batch
            .Add(
                """
                with moved as (
                    update process_run r set definition_id = n.id from process_definition d, process_definition n
                    where n.id = $1 and d.key = n.key and d.for_territory is not distinct from n.for_territory and d.xml = n.xml and d.id <> n.id
                      and r.definition_id = d.id and r.status = 'running' returning r.id)
                select count(*)::int from moved
                """
            )
            .With(to.Id.Value);
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetInt32(0);
    }
}

public enum DiscardRefusal
{
    [Says("Черновика нет или его уже изменили. Откройте его заново.")]
    Gone,
}

/// <summary>Throws the draft away; published versions stay.</summary>
[Allow(Roles.Administrator)]
public sealed record DiscardProcessDraft(string Key, string? ForTerritory, int RowVersion, string Path = ProcessBundle.Drawing)
    : IRequest<Result<Done, DiscardRefusal>>;

internal sealed class DiscardProcessDraftHandler(ProcessDrafts drafts) : IRequestHandler<DiscardProcessDraft, Result<Done, DiscardRefusal>>
{
    public async Task<Result<Done, DiscardRefusal>> Handle(DiscardProcessDraft command, CancellationToken cancellationToken) =>
        await drafts.Drop(new DraftPlace(command.Key, command.ForTerritory, command.Path), command.RowVersion, cancellationToken)
            ? new Done()
            : DiscardRefusal.Gone;
}
