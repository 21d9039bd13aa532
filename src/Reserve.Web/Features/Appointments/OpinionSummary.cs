using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Commission;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Appointments;

public sealed record OpinionSummary(int Given, int Conflicts, int Positive, int Negative, bool Enough);
