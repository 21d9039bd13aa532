using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Starts;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>Mistakes in starts by time and by condition, as far as they can be told before anything is published.</summary>
internal sealed class StartChecks(WatchedSources sources, ProcessClock clock, TimeProvider time) : IBundleCheck
{
    /// <summary>A process that begins more often than this is a slip of the pen.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(1);

    public IEnumerable<BpmnDiagnostic> Of(CheckedBundle bundle) =>
        bundle.Processes.SelectMany(process =>
            process
                .Definition.Starts.Where(start => start.ElementId is not null)
                .SelectMany(start =>
                    start.Kind switch
                    {
                        StartKind.Timer => OfTimer(start),
                        StartKind.Conditional => OfCondition(start, process.Definition),
                        _ => [],
                    }
                )
        );

    private IEnumerable<BpmnDiagnostic> OfTimer(StartPoint start)
    {
        var now = clock.Options(time.GetUtcNow(), Data.Territory.Federation);
        if (start.Schedule(now) is not { } first)
            yield return Found("bad-start-time", BpmnSeverity.Error, start, "Время начала не получается: выражение не даёт момента");
        else if (first.Interval is { Months: 0 } every && every.Time < Least)
            yield return Found("start-too-often", BpmnSeverity.Error, start, "Начинать процесс чаще раза в минуту нельзя");
        else if (first.DueAt <= now.Now && first.After(now.Now).Next is null)
            yield return Found(
                "start-in-the-past",
                BpmnSeverity.Warning,
                start,
                "Момент начала уже прошёл: по этой версии процесс по времени не начнётся"
            );
    }

    private IEnumerable<BpmnDiagnostic> OfCondition(StartPoint start, ProcessDefinition definition)
    {
        var binding = definition.Element(start.ElementId!)!.Binding;
        if (binding?.ActivityType != StartWhen.ActivityType)
        {
            yield return Found(
                "start-never-comes",
                BpmnSeverity.Error,
                start,
                "Не сказано, за какими данными следит условие: выберите их в свойствах события «За чем следить»"
            );
            yield break;
        }
        if (StartWhen.Of(binding) is not { } when)
            yield break;
        if (sources.Find(when.Source) is not { } source)
        {
            yield return Found(
                "unknown-source",
                BpmnSeverity.Error,
                start,
                $"Данных «{when.Source}» нет" + BundleChecks.Meant(when.Source, sources.All.Select(known => known.Name))
            );
            yield break;
        }
        if (source.KeyTitle is not null && when.Key is null)
            yield return Found("missing-input", BpmnSeverity.Error, start, $"У начала по условию не указано: {source.KeyTitle} (вход key)");
        else if (source.Keys.Count > 0 && when.Key is { } key && !source.Keys.Contains(key))
            yield return Found("unknown-role", BpmnSeverity.Error, start, $"Роли «{key}» нет" + BundleChecks.Meant(key, source.Keys));
        foreach (
            var input in binding.Inputs.Where(input =>
                input.Name is "source" or "key" or "present" && BundleChecks.Literal(binding, input.Name) is null && input.Value.Length > 0
            )
        )
            yield return Found(
                "not-constant",
                BpmnSeverity.Error,
                start,
                $"Вход «{input.Name}» начала по условию – не формула: он нужен до того, как процесс начнётся"
            );
    }

    private static BpmnDiagnostic Found(string code, BpmnSeverity severity, StartPoint start, string message) =>
        new(code, severity, start.ElementId!, 0, message);
}
