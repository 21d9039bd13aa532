using Reserve.Web.Data;
using Reserve.Web.Runtime.Starts;

namespace Reserve.Web.Runtime.Steps;

/// <summary>What began by itself.</summary>
internal sealed partial class RunWriter
{
    /// <summary>Notes which run a start has begun, in the run's own territory.</summary>
    public void StartFired(
        RunId run,
        ProcessStart start,
        string territory,
        Stamp stamp,
        DateTimeOffset? moment,
        long missed,
        string? subject
    ) =>
        In(territory)
            .Add(
                """
                insert into process_start_firing (run_id, start_id, territory, at, moment, missed, subject)
                values ($1, $2, $3, $4, $5, $6, $7)
                """
            )
            .With(run.Value)
            .With(start.Id)
            .With(territory)
            .With(stamp.At)
            .With(moment)
            .With(missed)
            .WithText(subject);
}
