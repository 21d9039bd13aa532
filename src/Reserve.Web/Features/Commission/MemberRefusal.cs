using Reserve.Web.Commands;

namespace Reserve.Web.Features.Commission;

internal enum MemberRefusal
{
    [Says("Пользователь не найден или не имеет роли члена или председателя комиссии.")]
    NotEligible,

    [Says("Этот пользователь уже член комиссии.")]
    AlreadyMember,

    [Says("У комиссии уже есть председатель.")]
    ChairTaken,

    [Says("Член комиссии не найден.")]
    NotFound,
}
