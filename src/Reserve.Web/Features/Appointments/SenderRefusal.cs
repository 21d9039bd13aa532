using Reserve.Web.Commands;

namespace Reserve.Web.Features.Appointments;

internal enum SenderRefusal
{
    [Says("Этот адрес уже записан за этой территорией.")]
    AlreadyRegistered,

    [Says("Адрес не найден.")]
    NotFound,
}
