namespace Reserve.Web.Access;

/// <summary>Configuration <c>SignIn</c>.</summary>
internal sealed class SignInOptions
{
    /// <summary>Rounds of PBKDF2 for passwords and recovery codes; a password of fewer is hashed anew at its next use.</summary>
    public const int HashRounds = 210_000;

    /// <summary>A session that nobody uses ends by itself after this time.</summary>
    public TimeSpan Idle { get; set; } = TimeSpan.FromHours(4);

    /// <summary>However busy a session is, it ends after this time; never later than after 12 hours.</summary>
    public TimeSpan Longest { get; set; } = MostLongest;

    /// <summary>How long a typed password stands for dangerous acts.</summary>
    public TimeSpan Proof { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>For how long a one-time link opens.</summary>
    public TimeSpan Link { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Roles whose holders must have a second factor, such as <c>Administrator</c>; several with commas.</summary>
    public string SecondFactorFor { get; set; } = "";

    /// <summary>
    /// The domain that passkeys are made for, such as <c>example.org</c>; empty: the host that the browser asks. Another domain makes all
    /// keys useless.
    /// </summary>
    public string PasskeyDomain { get; set; } = "";

    public static TimeSpan MostLongest { get; } = TimeSpan.FromHours(12);

    public IEnumerable<string> RolesWithSecondFactor =>
        SecondFactorFor.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether somebody of these roles must have a second factor.</summary>
    public bool AsksSecondFactorOf(User user) => RolesWithSecondFactor.Any(user.Roles.Contains);

    public bool IsSensible =>
        Idle > TimeSpan.Zero
        && Longest > TimeSpan.Zero
        && Longest <= MostLongest
        && Proof > TimeSpan.Zero
        && Link > TimeSpan.Zero
        && RolesWithSecondFactor.All(Roles.All.Contains);
}
