using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments;

/// <summary>How states and codes are shown: the Russian word and its colour.</summary>
internal static class CaseWords
{
    public static (string Word, string Color) Of(CaseState state) =>
        state switch
        {
            CaseState.Registered => ("зарегистрировано", "grey"),
            CaseState.Checking => ("проверка", "blue"),
            CaseState.Returned => ("возвращено с замечаниями", "orange"),
            CaseState.Expertise => ("экспертиза", "blue"),
            CaseState.Scheduled => ("в повестке", "blue"),
            CaseState.Sitting => ("на заседании", "yellow"),
            CaseState.Postponed => ("отложено", "orange"),
            CaseState.Approved => ("согласовано", "green"),
            CaseState.Refused => ("отказано", "red"),
            CaseState.Appointed => ("назначен", "green"),
            CaseState.Withdrawn => ("отозвано", "grey"),
        };

    public static string Of(BallotKind kind) =>
        kind switch
        {
            BallotKind.Open => "открытое",
            BallotKind.Secret => "тайное",
        };

    public static string Of(DecisionKind kind) =>
        kind switch
        {
            DecisionKind.Approve => "Согласовать",
            DecisionKind.Refuse => "Отказать",
            DecisionKind.Postpone => "Отложить",
        };

    public static string ColorOf(DecisionKind kind) =>
        kind switch
        {
            DecisionKind.Approve => "green",
            DecisionKind.Refuse => "red",
            DecisionKind.Postpone => "yellow",
        };

    public static string Of(RefusalReason reason) =>
        reason switch
        {
            RefusalReason.Incomplete => "Комплект документов неполный",
            RefusalReason.Qualification => "Не отвечает квалификационным требованиям",
            RefusalReason.Programme => "Программа развития не защищена",
            RefusalReason.Bar => "Есть ограничения на занятие должности",
            RefusalReason.Information => "Недостоверные сведения",
            RefusalReason.Vote => "По итогам голосования",
        };

    public static string Of(Verdict verdict) =>
        verdict switch
        {
            Verdict.Positive => "положительное",
            Verdict.Negative => "отрицательное",
        };

    public static string Of(Choice choice) =>
        choice switch
        {
            Choice.Approve => "за",
            Choice.Refuse => "против",
            Choice.Abstain => "воздержался",
        };

    public static (string Word, string Color) Of(MeetingState state) =>
        state switch
        {
            MeetingState.Planned => ("назначено", "blue"),
            MeetingState.AgendaClosed => ("повестка закрыта", "yellow"),
            MeetingState.Open => ("идёт", "orange"),
            MeetingState.Held => ("проведено", "green"),
            MeetingState.Cancelled => ("отменено", "grey"),
        };

    public static (string Word, string Color) Of(ItemState state) =>
        state switch
        {
            ItemState.Waiting => ("ждёт очереди", "grey"),
            ItemState.Heard => ("слушается", "orange"),
            ItemState.Voting => ("голосование", "orange"),
            ItemState.Voted => ("ждёт решения", "yellow"),
            ItemState.Closed => ("рассмотрен", "green"),
        };
}
