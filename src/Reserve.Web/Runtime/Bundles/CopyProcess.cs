using System.Security;
using System.Text.RegularExpressions;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>A process under a new key: a draft with the files of a version, its drawing with the new key and name.</summary>
[Allow(Roles.Administrator)]
[Says("Скопировать процесс")]
internal sealed record CopyProcess(DefinitionId Version, string Key, string Name, string? ForTerritory)
    : IRequest<Result<Done, PublishRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.ForAllOr(ForTerritory, nameof(ForTerritory));
}

internal sealed partial class CopyProcessHandler(RunStepper stepper, ProcessDrafts drafts, Deployment deployment, Caller caller)
    : IRequestHandler<CopyProcess, Result<Done, PublishRefusal>>
{
    public async Task<Result<Done, PublishRefusal>> Handle(CopyProcess command, CancellationToken cancellationToken)
    {
        await deployment.Lock(cancellationToken);
        if (await ProcessCatalog.Bundle(command.Version, stepper.Session, cancellationToken) is not { } bundle)
            return new PublishRefusal.NoDraft();
        if (
            await deployment.Knows(command.Key, cancellationToken)
            || (await drafts.LockedChanges(command.Key, command.ForTerritory, cancellationToken)).Count > 0
        )
            return new PublishRefusal.KeyTaken(command.Key);
        var former = await deployment.KeyOf(command.Version, cancellationToken);
        foreach (var path in bundle.Paths)
        {
            var content = bundle.Content(path)!;
            if (path == ProcessBundle.Drawing)
                content = BundleContent.Of(Renamed(content.Text!, former, command.Key, command.Name));
            var place = new DraftPlace(command.Key, command.ForTerritory, path);
            await drafts.Save(place, content, null, 0, caller.Stamp(), cancellationToken);
        }
        return new Done();
    }

    /// <summary>The id stands at the process, at its plane, and wherever a participant names it; the name at the process only.</summary>
    private static string Renamed(string xml, string former, string key, string name)
    {
        var renamed = Regex.Replace(
            xml,
            $"""(\s(?:id|bpmnElement|processRef)=)(["']){Regex.Escape(former)}\2""",
            match => $"{match.Groups[1].Value}\"{key}\"",
            RegexOptions.CultureInvariant
        );
        return ProcessTag()
            .Replace(
                renamed,
                tag =>
                    !tag.Value.Contains($"id=\"{key}\"", StringComparison.Ordinal) ? tag.Value
                    : Name().IsMatch(tag.Value) ? Name().Replace(tag.Value, _ => $" name=\"{SecurityElement.Escape(name)}\"")
                    : tag.Value.Insert(tag.Groups[1].Length, $" name=\"{SecurityElement.Escape(name)}\"")
            );
    }

    [GeneratedRegex(@"(<(?:[\w-]+:)?process)\s[^>]*>")]
    private static partial Regex ProcessTag();

    [GeneratedRegex("""\sname=(?:"[^"]*"|'[^']*')""")]
    private static partial Regex Name();
}
