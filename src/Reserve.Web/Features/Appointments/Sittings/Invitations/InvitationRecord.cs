using Reserve.Documents.Papers;
using Reserve.Web.Features.Letters;

namespace Reserve.Web.Features.Appointments.Sittings.Invitations;

/// <summary>What an invitation to a sitting may say. It names cases and municipalities, never the persons.</summary>
internal sealed record InvitationRecord : LetterRecord
{
    [Field("номер заседания")]
    public required long Number { get; init; }

    [Field("дата заседания")]
    public required DateOnly Date { get; init; }

    [Field("время заседания")]
    public required string Time { get; init; }

    [Field("место заседания")]
    public required string Place { get; init; }

    [Field("название комиссии")]
    public required string Commission { get; init; }

    [Field("повестка, список строк; пусто, пока она не закрыта")]
    public required IReadOnlyList<string> Agenda { get; init; }

    [Field("менялось ли приглашение: время, место или повестка")]
    public required bool Again { get; init; }

    [Field("отменено ли заседание")]
    public required bool Cancelled { get; init; }

    [Field("адрес заседания в личном кабинете")]
    public required string Page { get; init; }

    public static InvitationRecord Example { get; } =
        new()
        {
            Number = 5,
            Date = new(2026, 4, 12),
            Time = "10:00",
            Place = "Министерство образования и науки, зал 1",
            Commission = "Челябинская область",
            Agenda = ["Дело № 2026-0003, Златоустовский городской округ", "Дело № 2026-0004, Озёрский городской округ"],
            Again = true,
            Cancelled = true,
            Page = "https://reserve.example/appointments/meetings/00000000-0000-0000-0000-000000000000",
        };
}
