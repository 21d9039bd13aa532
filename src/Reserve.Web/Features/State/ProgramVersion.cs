using System.Reflection;

namespace Reserve.Web.Features.State;

/// <summary>The version of this program: the assembly's, with the first letters of the commit that it was built from where the build knew it.</summary>
internal static class ProgramVersion
{
    public static string Text { get; } =
        Short(typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0");

    internal static string Short(string version) =>
        version.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus && version.Length > plus + 11 ? version[..(plus + 11)] : version;
}
