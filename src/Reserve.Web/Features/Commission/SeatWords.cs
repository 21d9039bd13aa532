namespace Reserve.Web.Features.Commission;

/// <summary>How seats of a commission are called.</summary>
internal static class SeatWords
{
    public static string Of(SeatRole role) =>
        role switch
        {
            SeatRole.Chair => "председатель",
            SeatRole.Deputy => "заместитель председателя",
            SeatRole.Secretary => "секретарь",
            SeatRole.Member => "член комиссии",
            _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Not a seat."),
        };
}
