using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Documents.Papers;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Candidates.Activities;

public sealed record IssuedPaper(Guid Id, string Number);
