using Reserve.Web.Commands;

namespace Reserve.Web.Features.Commission;

internal enum MemberRefusal
{
    [Says("Пользователь не найден или не имеет роли для этого места в комиссии.")]
    NotEligible,

    [Says("Этот пользователь уже член комиссии.")]
    AlreadyMember,

    [Says("У комиссии уже есть председатель.")]
    ChairTaken,

    [Says("В эти дни этот пользователь замещает в комиссии другого: сначала прекратите замещение.")]
    SitsForAnother,

    [Says("Последний день уже прошёл или раньше первого.")]
    TermOver,

    [Says("Член комиссии не найден.")]
    NotFound,
}
