using Reserve.Web.Features.Appointments.Sittings.Questions;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>What an item of an agenda is about, as pages show it.</summary>
/// <param name="Label">The number of the case, or what kind of question it is.</param>
/// <param name="PersonName">Whom it is about.</param>
/// <param name="What">The post, or that it is the reserve.</param>
/// <param name="Href">Its page.</param>
public sealed record ShownMatter(string Label, string PersonName, string What, string Href)
{
    /// <summary>Whether members judge a defence besides.</summary>
    public bool TakesScore { get; init; }
}

/// <summary>How matters of a sitting are shown.</summary>
internal static class MatterWords
{
    public static ShownMatter Of(IMatter matter) =>
        matter is SittingQuestion question
            ? new(Of(question.Kind), question.PersonName, "кадровый резерв", $"/appointments/questions/{question.Id.Value}")
            {
                TakesScore = question.Kind == QuestionKind.Attestation,
            }
            : Of((AppointmentCase)matter);

    private static ShownMatter Of(AppointmentCase appointment) =>
        new(appointment.Number, appointment.PersonName, appointment.Position, $"/appointments/case/{appointment.Id.Value}");

    /// <summary>Without a name: it stands in letters.</summary>
    public static string Title(IMatter matter) =>
        matter is SittingQuestion question ? Of(question.Kind) : $"Дело № {((AppointmentCase)matter).Number}";

    public static string Of(QuestionKind kind) =>
        kind switch
        {
            QuestionKind.Attestation => "Итоговая аттестация",
            QuestionKind.Renewal => "Продление срока в резерве",
        };

    public static (string Word, string Color) Of(QuestionState state) =>
        state switch
        {
            QuestionState.Ready => ("ждёт повестки", "orange"),
            QuestionState.Scheduled => ("в повестке", "blue"),
            QuestionState.Sitting => ("на заседании", "yellow"),
            QuestionState.Passed => ("принято", "green"),
            QuestionState.Failed => ("отклонено", "red"),
            QuestionState.Withdrawn => ("снято", "grey"),
        };

    /// <summary>What was decided on a question.</summary>
    public static string Of(QuestionKind kind, bool passed) =>
        (kind, passed) switch
        {
            (QuestionKind.Attestation, true) => "сдана",
            (QuestionKind.Attestation, false) => "не сдана",
            (QuestionKind.Renewal, true) => "одобрено",
            (QuestionKind.Renewal, false) => "не одобрено",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No question."),
        };
}
