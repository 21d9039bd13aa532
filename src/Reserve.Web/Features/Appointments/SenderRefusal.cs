using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Appointments;

public enum SenderRefusal
{
    [Says("Этот адрес уже записан за этой территорией.")]
    AlreadyRegistered,

    [Says("Адрес не найден.")]
    NotFound,

    [Says("Эта территория не ваша.")]
    OutsideTerritory,
}
