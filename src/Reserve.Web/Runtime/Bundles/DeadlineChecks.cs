using Reserve.Engine.Bpmn.Deadlines;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Web.Access;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>Mistakes in what a human task says about time, as far as its texts tell.</summary>
internal static class DeadlineChecks
{
    private const string Example = "например, «5 рабочих дней», P5D или 2027-02-01";

    public static IEnumerable<BpmnDiagnostic> Of(string id, ActivityBinding binding)
    {
        if (Time(TaskDeadline.DueInput) is { } due && DeadlineRule.Parse(due) is null)
            yield return Error("bad-due", $"Срок «{due}» — не длительность и не дата ({Example})");
        if (Time(TaskDeadline.RemindInput) is { } remind && DeadlineRule.Parse(remind) is null)
            yield return Error("bad-remind", $"Напоминание «{remind}» — не время до срока ({Example})");
        if (Time(TaskDeadline.EscalateInput) is { } escalate && DeadlineRule.Parse(escalate) is null)
            yield return Error("bad-escalate", $"Сообщение о просрочке «{escalate}» — не время после срока ({Example})");
        foreach (var role in TaskDeadline.Roles(Time(TaskDeadline.EscalateToInput)).Where(role => !Roles.All.Contains(role)))
            yield return Error("unknown-role", $"Роли «{role}» нет" + BundleChecks.Meant(role, Roles.All));
        if (binding.Input(TaskDeadline.DueInput) is null && First() is { } lonely)
            yield return Error("no-due", $"Вход «{lonely}» есть, а срока («due») нет: считать не от чего");
        if (Time(TaskDeadline.RemindLetterInput) is not null && binding.Input(TaskDeadline.RemindInput) is null)
            yield return Error("no-remind", "Письмо напоминания названо, а когда напоминать («remind») — нет");
        if (
            Time(TaskDeadline.EscalateLetterInput) is not null
            && binding.Input(TaskDeadline.EscalateInput) is null
            && binding.Input(TaskDeadline.EscalateToInput) is null
        )
            yield return Error("no-escalate", "Письмо о просрочке названо, а кому («escalateTo») и когда («escalateAt») — нет");

        string? Time(string input) => BundleChecks.Literal(binding, input);

        string? First() =>
            new[] { TaskDeadline.RemindInput, TaskDeadline.EscalateInput, TaskDeadline.EscalateToInput }.FirstOrDefault(input =>
                binding.Input(input) is not null
            );

        BpmnDiagnostic Error(string code, string text) => new(code, BpmnSeverity.Error, id, binding.Line, text);
    }
}
