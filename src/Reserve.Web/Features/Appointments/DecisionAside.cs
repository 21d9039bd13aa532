using Reserve.Web.Features.Tasks;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments;

/// <summary>Beside the form of the decision stands what decides it.</summary>
internal sealed class DecisionAside : ITaskAside
{
    /// <summary>The form of the shipped process.</summary>
    private const string Form = "decision";

    public string? ComponentOf(TaskCard card) =>
        card.SubjectType == AppointmentCase.SubjectType && card.Form.Id == Form ? "DecisionFacts" : null;
}
