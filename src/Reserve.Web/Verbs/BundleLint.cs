using Reserve.Engine.Bpmn.Xml;
using Reserve.Web.Commands;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Calendar;
using Reserve.Web.Features.Letters;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Verbs;

/// <summary>What publishing would say of a folder, without a database.</summary>
internal static class BundleLint
{
    /// <summary>The findings, errors first; processes that it calls are looked for in the folders beside it.</summary>
    public static Task<IReadOnlyList<BpmnDiagnostic>> Check(ProcessBundle bundle, string folder)
    {
        var types = CommandRegistration.CommandTypes().ToList();
        var beside = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return new BundleChecks(
            new ActivityCatalog(types),
            new TaskCommands(types),
            new OnDisk(beside),
            [new TemplateChecks(), new LetterChecks([CaseLetters.Known]), new SampleChecks(new Samples(() => ShippedCalendar.Instance))]
        ).Of(bundle, ProcessBundle.Empty, CancellationToken.None);
    }

    private sealed class OnDisk(string? root) : IKnownProcesses
    {
        private readonly Lazy<HashSet<string>> ids = new(() =>
            [
                .. (root is null ? [] : ProcessBundle.ReadAll(root))
                    .SelectMany(found => BpmnReader.Read(found.Bundle.Xml).File?.Processes ?? [])
                    .Select(process => process.Id),
            ]
        );

        public Task<bool> Knows(string key, CancellationToken cancellationToken) => Task.FromResult(ids.Value.Contains(key));
    }
}
