using Reserve.Web.Commands;

namespace Reserve.Web.Runtime.Activities;

/// <summary>
/// Tells a person what an activity will refuse, while the form whose answers it gets is still open: of each activity that begins in the
/// very step that completes a task, the command is asked about here first.
/// </summary>
internal interface IAnswerCheck
{
    /// <summary>The command of the activity.</summary>
    Type Command { get; }

    /// <summary>What is wrong, beside the field of the form that could mend it; null when the activity would do it.</summary>
    Task<Problem?> Problem(object command, CancellationToken cancellationToken);
}
