namespace Reserve.Mail.Mime;

/// <summary>Which parts of a message are its text, its HTML and its attachments (RFC 8621 §4.1.4).</summary>
/// <param name="Text">The parts shown to a reader who prefers plain text.</param>
/// <param name="Html">The parts shown to a reader who prefers HTML.</param>
/// <param name="Attachments">The parts offered as files.</param>
public sealed record BodyStructure(IReadOnlyList<MimeEntity> Text, IReadOnlyList<MimeEntity> Html, IReadOnlyList<MimeEntity> Attachments)
{
    /// <summary>Sorts the parts of a message.</summary>
    /// <param name="root">The message.</param>
    public static BodyStructure Of(MimeEntity root)
    {
        var sorter = new Sorter();
        sorter.Visit([root], "mixed", inAlternative: false, sorter.Html, sorter.Text);
        return new BodyStructure(sorter.Text, sorter.Html, sorter.Attachments);
    }

    private sealed class Sorter
    {
        public List<MimeEntity> Text { get; } = [];

        public List<MimeEntity> Html { get; } = [];

        public List<MimeEntity> Attachments { get; } = [];

        public void Visit(
            IReadOnlyList<MimeEntity> parts,
            string multipart,
            bool inAlternative,
            List<MimeEntity>? html,
            List<MimeEntity>? text
        )
        {
            var textBefore = text?.Count ?? -1;
            var htmlBefore = html?.Count ?? -1;
            for (var index = 0; index < parts.Count; index++)
            {
                var part = parts[index];
                var type = part.Type;
                if (part.IsMultipart)
                {
                    Visit(part.Parts, type.Subtype, inAlternative || type.Subtype == "alternative", html, text);
                    continue;
                }

                if (!IsInline(part, index, multipart))
                {
                    Attachments.Add(part);
                }
                else if (multipart == "alternative")
                {
                    if (type.MediaType == "text/plain" && text is not null)
                        text.Add(part);
                    else if (type.MediaType == "text/html" && html is not null)
                        html.Add(part);
                    else if (type.Type != "text" || type.Subtype is not ("plain" or "html"))
                        Attachments.Add(part);
                }
                else
                {
                    if (inAlternative && type.MediaType == "text/plain")
                        html = null;
                    if (inAlternative && type.MediaType == "text/html")
                        text = null;
                    text?.Add(part);
                    html?.Add(part);
                    // §4.1.4 lists media among the files only where one kind of text is missing; here they are always offered as files.
                    if (type.Type is "image" or "audio" or "video")
                        Attachments.Add(part);
                }
            }

            if (multipart != "alternative" || text is null || html is null)
                return;
            // An alternative with one kind only serves readers of both.
            if (textBefore == text.Count && htmlBefore != html.Count)
                text.AddRange(html.Skip(htmlBefore));
            else if (htmlBefore == html.Count && textBefore != text.Count)
                html.AddRange(text.Skip(textBefore));
        }

        private static bool IsInline(MimeEntity part, int index, string multipart)
        {
            var type = part.Type;
            return part.Disposition?.Type != "attachment"
                && (type.MediaType is "text/plain" or "text/html" || type.Type is "image" or "audio" or "video")
                && (index == 0 || (multipart != "related" && (type.Type is "image" or "audio" or "video" || part.FileName is null)));
        }
    }
}
