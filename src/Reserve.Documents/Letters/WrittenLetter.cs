namespace Reserve.Documents.Letters;

/// <summary>A letter that has been filled.</summary>
/// <param name="Subject">One line without control characters, at most <see cref="LetterTemplate.LongestSubject"/> characters.</param>
/// <param name="Text">The letter without markup; lines end in <c>\n</c>. A link is its words, a colon and its address.</param>
/// <param name="Html">
/// The same as a whole HTML document: paragraphs, headings, lists, emphasis, quotations and links to http, https and mailto addresses.
/// No style, script, picture or attribute but <c>href</c>.
/// </param>
public sealed record WrittenLetter(string Subject, string Text, string Html);
