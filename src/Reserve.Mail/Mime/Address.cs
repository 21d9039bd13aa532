using System.Text;

namespace Reserve.Mail.Mime;

/// <summary>A mailbox of an address field (RFC 5322 §3.4).</summary>
/// <param name="Name">The display name, decoded; null when there is none.</param>
/// <param name="Mailbox">The address (<c>local@domain</c>); empty when a name stands alone.</param>
/// <param name="Group">The name of the group it stands in, or null.</param>
public sealed record Address(string? Name, string Mailbox, string? Group = null)
{
    /// <summary>
    /// Reads an address list: mailboxes, groups (their members carry the group's name), comments, routes, and the mistakes that senders
    /// make.
    /// </summary>
    /// <param name="value">An unfolded field value, encoded words undecoded.</param>
    /// <returns>The mailboxes in order; an empty group gives none.</returns>
    public static IReadOnlyList<Address> ParseList(string value)
    {
        var addresses = new List<Address>();
        var reader = new Reader(value);
        string? group = null;
        while (reader.Next(out var name, out var mailbox, out var stop))
        {
            if (stop == ':')
            {
                group = name ?? mailbox ?? "";
                continue;
            }

            if (mailbox is not null || name is not null)
                addresses.Add(new Address(name, mailbox ?? "", group));
            if (stop == ';')
                group = null;
        }

        return addresses;
    }

    /// <inheritdoc/>
    public override string ToString() => Name is null ? Mailbox : $"{Name} <{Mailbox}>";

    private sealed class Reader(string value)
    {
        private int at;

        /// <summary>Reads up to a comma, semicolon or the colon that begins a group.</summary>
        public bool Next(out string? name, out string? mailbox, out char stop)
        {
            name = mailbox = null;
            stop = '\0';
            if (at >= value.Length)
                return false;
            var words = new StringBuilder();
            var comment = new StringBuilder();
            string? angle = null;
            var quotedOnly = true;
            while (at < value.Length)
            {
                var symbol = value[at];
                if (symbol == '"')
                {
                    if (value.IndexOf('"', at + 1) < 0)
                    {
                        at++;
                        continue;
                    }

                    Quoted(words);
                }
                else if (symbol == '(')
                {
                    Comment(comment);
                }
                else if (symbol == '<')
                {
                    angle = Angle();
                }
                else if (
                    symbol is ',' or ';'
                    || (symbol == ':' && angle is null && !words.ToString().Contains('@', StringComparison.Ordinal))
                )
                {
                    stop = symbol;
                    at++;
                    break;
                }
                else
                {
                    if (symbol is not (' ' or '\t'))
                        quotedOnly = false;
                    words.Append(symbol is '\t' or '\r' or '\n' ? ' ' : symbol);
                    at++;
                }
            }

            var text = Squeeze(EncodedWords.Decode(words.ToString()));
            var remark = Squeeze(EncodedWords.Decode(comment.ToString()));
            if (angle is not null)
            {
                mailbox = angle;
                name =
                    text.Length > 0 ? (remark.Length > 0 ? $"{text} ({remark})" : text)
                    : remark.Length > 0 ? remark
                    : null;
            }
            else if (stop == ':')
            {
                name = text;
            }
            else if (text.Length > 0)
            {
                if (text.Contains('@', StringComparison.Ordinal) || !quotedOnly && !text.Contains(' ', StringComparison.Ordinal))
                {
                    mailbox = words.ToString().Contains('"', StringComparison.Ordinal)
                        ? text
                        : text.Replace(" ", "", StringComparison.Ordinal);
                    name = remark.Length > 0 ? remark : null;
                }
                else
                {
                    name = remark.Length > 0 ? $"{text} ({remark})" : text;
                }
            }
            else if (remark.Length > 0)
            {
                name = remark;
            }

            return true;
        }

        private void Quoted(StringBuilder text)
        {
            at++;
            while (at < value.Length && value[at] != '"')
            {
                if (value[at] == '\\' && at + 1 < value.Length)
                    at++;
                text.Append(value[at++]);
            }

            at++;
        }

        private void Comment(StringBuilder text)
        {
            var depth = 0;
            if (text.Length > 0)
                text.Append(' ');
            while (at < value.Length)
            {
                var symbol = value[at++];
                if (symbol == '\\' && at < value.Length)
                {
                    text.Append(value[at++]);
                }
                else if (symbol == '(')
                {
                    if (depth++ > 0)
                        text.Append(symbol);
                }
                else if (symbol == ')')
                {
                    if (--depth == 0)
                        return;
                    text.Append(symbol);
                }
                else
                {
                    text.Append(symbol);
                }
            }
        }

        private string Angle()
        {
            at++;
            var text = new StringBuilder();
            while (at < value.Length && value[at] != '>')
            {
                switch (value[at])
                {
                    case '"' when value.IndexOf('"', at + 1) > 0:
                        Quoted(text);
                        break;
                    case '(':
                        Comment(new StringBuilder());
                        break;
                    case ' ' or '\t':
                        at++;
                        break;
                    default:
                        text.Append(value[at++]);
                        break;
                }
            }

            at++;
            var address = text.ToString();
            // An obsolete route: <@relay,@relay:local@domain>.
            if (address.StartsWith('@') && address.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
                address = address[(colon + 1)..];
            return address;
        }

        private static string Squeeze(string text)
        {
            text = text.Trim(' ', '\t');
            while (text.Contains("  ", StringComparison.Ordinal))
                text = text.Replace("  ", " ", StringComparison.Ordinal);
            return text;
        }
    }
}
