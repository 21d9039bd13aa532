namespace Reserve.Web.Features.Candidates;

/// <summary>The Russian words of the feature's codes; keys of their English twins too.</summary>
internal static class CandidateWords
{
    public static string Of(CycleStage stage) =>
        stage switch
        {
            CycleStage.Enrolment => "1. Зачисление",
            CycleStage.Development => "2. Профессиональное развитие",
            CycleStage.Attestation => "3. Итоговая аттестация",
            CycleStage.Rating => "4. Рейтинг и зона",
            CycleStage.Use => "5. Использование резерва",
            CycleStage.Support => "6. Развитие ресурсов",
            CycleStage.Effectiveness => "7. Оценка эффективности",
        };

    public static string Of(ReserveZone zone) =>
        zone switch
        {
            ReserveZone.Priority => "первоочерёдный кандидат",
            ReserveZone.Pool => "управленческий запас",
            ReserveZone.Risk => "зона риска",
        };

    public static string Of(EntryStatus status) =>
        status switch
        {
            EntryStatus.Applied => "рассматривается",
            EntryStatus.InReserve => "в резерве",
            EntryStatus.Closed => "запись закрыта",
        };

    public static string Of(ClosingReason reason) =>
        reason switch
        {
            ClosingReason.Rejected => "отказано в зачислении",
            ClosingReason.Appointed => "назначен на должность",
            ClosingReason.OwnWish => "собственное желание",
            ClosingReason.Barred => "запрет на работу",
            ClosingReason.AttestationFailed => "аттестация не сдана",
            ClosingReason.OfferRefused => "отказ от предложения",
            ClosingReason.TermOver => "истёк срок",
        };

    public static string Of(PaperKind kind) =>
        kind switch
        {
            PaperKind.Questionnaire => "Анкета",
            PaperKind.Submission => "Представление",
            PaperKind.Consent => "Согласие на обработку персональных данных",
            PaperKind.Diploma => "Документ об образовании",
            PaperKind.DossierSummary => "Справка-объективка",
            PaperKind.Other => "Иной документ",
        };

    public static string Of(Nomination nomination) =>
        nomination switch
        {
            Nomination.Submission => "по представлению",
            Nomination.SelfNomination => "самовыдвижение",
        };

    public static string Of(RecordKind kind) =>
        kind switch
        {
            RecordKind.Registered => "Внесён в базу",
            RecordKind.StageEntered => "Этап",
            RecordKind.Enrolled => "Зачислен в резерв",
            RecordKind.Rejected => "Отказ в зачислении",
            RecordKind.Plan => "ИПР",
            RecordKind.Training => "Обучение",
            RecordKind.Attestation => "Итоговая аттестация",
            RecordKind.Rating => "Рейтинг",
            RecordKind.Offer => "Предложение вакансии",
            RecordKind.Appointment => "Назначение",
            RecordKind.SupportPlan => "План поддержки",
            RecordKind.Effectiveness => "Оценка эффективности",
            RecordKind.TermRenewed => "Срок продлён",
            RecordKind.Closed => "Запись закрыта",
        };
}
