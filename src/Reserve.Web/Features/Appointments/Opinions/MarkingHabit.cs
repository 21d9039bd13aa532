namespace Reserve.Web.Features.Appointments.Opinions;

/// <summary>How somebody marks otherwise: all marks of all own opinions on matters of one kind, in per cent of their scales.</summary>
/// <param name="Opinions">Of how many opinions they are.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Spread">Their standard deviation.</param>
internal sealed record MarkingHabit(long Opinions, double Mean, double Spread)
{
    /// <summary>From how many opinions on marks are normalised: of fewer a mean says nothing about a person.</summary>
    public const int Enough = 5;

    /// <summary>What an ordinary mark becomes, and how far from it a mark lies that is one spread better.</summary>
    public const int Middle = 50;

    /// <inheritdoc cref="Middle"/>
    public const int Step = 10;

    private const double Least = 0.01;

    public bool IsEnough => Opinions >= Enough;

    /// <summary>Who gives everybody the same tells nobody apart.</summary>
    public bool TellsApart => Spread >= Least;

    /// <param name="percent">A mark in per cent of its scale, or a mean of such.</param>
    /// <returns>Null when it cannot be normalised.</returns>
    public double? Normalise(double percent) => IsEnough && TellsApart ? Middle + (Step * (percent - Mean) / Spread) : null;
}
