namespace Reserve.Web.Features.Appointments.Opinions;

internal static class CriteriaWords
{
    public static string Of(JudgedKind kind) =>
        kind switch
        {
            JudgedKind.Appointment => "Согласование назначения",
            JudgedKind.Attestation => "Итоговая аттестация",
            JudgedKind.Renewal => "Продление срока в резерве",
        };
}
