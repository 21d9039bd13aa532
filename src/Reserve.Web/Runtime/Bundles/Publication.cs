using Reserve.Engine.Bpmn.Xml;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>Makes a bundle the next version of a process, when nothing that the host knows speaks against it.</summary>
internal sealed class Publication(BundleChecks checks, Deployment deployment, Caller caller)
{
    /// <summary>The version, or why there is none; whoever asks holds <see cref="Deployment.Lock"/>.</summary>
    public async Task<Result<DeployedVersion, PublishRefusal>> Publish(
        string key,
        string? forTerritory,
        ProcessBundle bundle,
        ProcessBundle inForce,
        CancellationToken cancellationToken
    )
    {
        var findings = await checks.Of(bundle, inForce, cancellationToken);
        if (findings.Any(found => found.Severity == BpmnSeverity.Error))
            return new PublishRefusal.Unsound(findings);
        var (deployed, diagnostics) = await deployment.Deploy(
            bundle,
            forTerritory,
            Deployment.FromEditor,
            caller.Stamp(),
            cancellationToken
        );
        if (deployed.Count == 0)
            return new PublishRefusal.Unsound(diagnostics);
        return deployed.FirstOrDefault(version => version.Key == key) is { } published ? published : new PublishRefusal.OtherProcess(key);
    }
}
