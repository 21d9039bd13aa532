using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Microsoft.Extensions.Options;
using Reserve.Mail.Mime;
using Reserve.Web.Features.Appointments.Sittings.Invitations;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Mail;

/// <summary>Sends an invitation to a sitting with an entry for the calendar (iCalendar, RFC 5545; its methods, RFC 5546).</summary>
internal sealed class InvitationSender(Postman postman, IOptions<MailOptions> options, TimeProvider clock) : IOutboxSender
{
    public string Kind => InvitationMail.Kind;

    public Task Send(OutboxMessage message, CancellationToken cancellationToken)
    {
        var mail = message.Read<InvitationMail>();
        var entry = Encoding.UTF8.GetBytes(CalendarOf(mail));
        return postman.Send(
            message,
            new Address(mail.Name, mail.To),
            new OutgoingText(mail.Subject, mail.Text, mail.Html),
            null,
            [new Reserve.Mail.Mime.Attachment("invitation.ics", "text/calendar; charset=utf-8", entry)],
            cancellationToken
        );
    }

    /// <summary>The same sitting keeps its UID: the next entry replaces the former one, and a cancelled sitting disappears.</summary>
    internal string CalendarOf(InvitationMail mail)
    {
        var from = options.Value.From;
        var entry = new CalendarEvent
        {
            Uid = $"meeting-{mail.Meeting.Value:N}@{from[(from.IndexOf('@', StringComparison.Ordinal) + 1)..]}",
            Sequence = mail.Sequence,
            Summary = $"Заседание экспертной комиссии № {mail.Number}",
            Location = mail.Place,
            Url = mail.Page,
            DtStamp = Moment(clock.GetUtcNow()),
            Start = Moment(mail.From),
            End = Moment(mail.Until),
            Status = mail.Cancelled ? EventStatus.Cancelled : EventStatus.Confirmed,
            Organizer = new Organizer($"mailto:{from}") { CommonName = options.Value.FromName },
        };
        entry.Attendees.Add(new Attendee($"mailto:{mail.To}") { CommonName = mail.Name, Rsvp = false });
        var calendar = new Ical.Net.Calendar { Method = mail.Cancelled ? CalendarMethods.Cancel : CalendarMethods.Request };
        calendar.Events.Add(entry);
        return new CalendarSerializer().SerializeToString(calendar) ?? "";
    }

    private static CalDateTime Moment(DateTimeOffset moment) => new(moment.UtcDateTime, CalDateTime.UtcTzId);
}
