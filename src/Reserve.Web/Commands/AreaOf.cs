using Reserve.Web.Access;

namespace Reserve.Web.Commands;

internal static class AreaOf
{
    /// <exception cref="InvalidOperationException">The command does not say where it acts.</exception>
    public static Area Command(object command) =>
        command is IPlaced placed
            ? placed.Area
            : throw new InvalidOperationException($"{command.GetType().Name} does not say where it acts: make it IPlaced.");
}
