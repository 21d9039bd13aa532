using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Tasks;

/// <summary>What stands beside the form of a task: the feature whose matter it is shows what is to be known before one answers.</summary>
public interface ITaskAside
{
    /// <summary>The view component, which gets the <c>card</c>; null when the task is none of the feature's.</summary>
    string? ComponentOf(TaskCard card);
}
