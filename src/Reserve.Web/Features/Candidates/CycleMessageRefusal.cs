using Reserve.Web.Commands;

namespace Reserve.Web.Features.Candidates;

internal enum CycleMessageRefusal
{
    [Says("Такого кандидата нет.")]
    UnknownCandidate,

    [Says("Процесс этого кандидата сейчас этого не ждёт.")]
    NobodyWaits,
}
