using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>
/// Takes the files of an archive as the draft of a process: what differs from the version in force becomes a change, what the archive
/// lacks is removed. All of it or nothing; it is compared and published like any draft.
/// </summary>
[Allow(Roles.Administrator)]
[Says("Загрузить состав процесса")]
internal sealed record ImportBundle(string Key, string? ForTerritory, byte[] Archive) : IRequest<Result<Imported, ImportRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.ForAllOr(ForTerritory, nameof(ForTerritory));
}

/// <summary>How many files of the process the archive adds, changes and removes.</summary>
internal sealed record Imported(int Added, int Changed, int Removed);

internal abstract record ImportRefusal : IRefusal
{
    private ImportRefusal() { }

    public abstract string Text { get; }

    /// <summary>The archive cannot be taken; every reason at once.</summary>
    [Says("Архив не подходит.")]
    public sealed record Unfit(IReadOnlyList<string> Problems) : ImportRefusal
    {
        public override string Text => "Архив не подходит: " + string.Join("; ", Problems) + ".";
    }

    /// <summary>There is a draft already: it would be lost.</summary>
    [Says("Сначала опубликуйте или отмените черновик.")]
    public sealed record HasDraft : ImportRefusal
    {
        public override string Text => "У процесса есть черновик: опубликуйте или отмените его, затем загрузите архив.";
    }

    [Says("Архив ничем не отличается от действующей версии.")]
    public sealed record Same : ImportRefusal
    {
        public override string Text => "Архив ничем не отличается от действующей версии.";
    }
}

internal sealed class ImportBundleHandler(ProcessDrafts drafts, Caller caller)
    : IRequestHandler<ImportBundle, Result<Imported, ImportRefusal>>
{
    public async Task<Result<Imported, ImportRefusal>> Handle(ImportBundle command, CancellationToken cancellationToken)
    {
        var (bundle, problems) = BundleArchive.Read(command.Archive);
        if (bundle is null)
            return new ImportRefusal.Unfit(problems);
        if (ProcessCompiler.Compile(bundle.Xml, command.Key) is { Definition: null } unfit)
            return new ImportRefusal.Unfit([.. unfit.Diagnostics.Select(found => found.Message).Take(20)]);
        if ((await drafts.LockedChanges(command.Key, command.ForTerritory, cancellationToken)).Count > 0)
            return new ImportRefusal.HasDraft();
        var inForce = await drafts.InForce(command.Key, command.ForTerritory, cancellationToken);
        var (added, changed, removed) = (0, 0, 0);
        foreach (var path in bundle.Paths.Concat(inForce.Paths).Distinct(StringComparer.Ordinal))
        {
            var (was, now) = (inForce.Content(path), bundle.Content(path));
            if (now is null ? was is null : now.Is(was))
                continue;
            var place = new DraftPlace(command.Key, command.ForTerritory, path);
            await drafts.Save(place, now, was?.Hash(), 0, caller.Stamp(), cancellationToken);
            if (was is null)
                added++;
            else if (now is null)
                removed++;
            else
                changed++;
        }
        return added + changed + removed == 0 ? new ImportRefusal.Same() : new Imported(added, changed, removed);
    }
}
