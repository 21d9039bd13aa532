using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>What an item of an agenda is about: the approval of an appointment, or a question of the reserve.</summary>
public interface IMatter
{
    /// <summary>The subject of its process; its id is the key of the messages that the process waits for.</summary>
    Subject Subject { get; }

    string Territory { get; }

    /// <summary>It stands on the agenda of a sitting.</summary>
    void Schedule(DateTimeOffset at);

    /// <summary>The sitting passes without it: it waits for another agenda.</summary>
    void LeaveAgenda();

    /// <summary>The commission comes to it.</summary>
    void OpenSitting();
}
