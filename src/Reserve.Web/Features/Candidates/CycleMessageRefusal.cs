using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Candidates;

public enum CycleMessageRefusal
{
    [Says("Такого кандидата нет.")]
    UnknownCandidate,

    [Says("Процесс этого кандидата сейчас этого не ждёт.")]
    NobodyWaits,
}
