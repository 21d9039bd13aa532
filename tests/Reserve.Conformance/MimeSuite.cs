using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Reserve.Mail.Mime;

namespace Reserve.Conformance;

/// <summary>
/// Messages with their expected structure: mime4j's (<c>.xml</c>), stalwart's (<c>.json</c>) and MimeKit's (pairs of encoded and decoded
/// files).
/// </summary>
internal static class MimeSuite
{
    public static IEnumerable<CaseResult> Run(string folder)
    {
        foreach (var file in Files(folder, "*_decoded.xml"))
            yield return Case(folder, file, () => Mime4j(file));
        foreach (var file in Files(folder, "*.eml").Where(file => File.Exists(Path.ChangeExtension(file, ".json"))))
        {
            yield return Case(folder, file, () => Stalwart(WithLf(File.ReadAllBytes(file)), Path.ChangeExtension(file, ".json")));
            if (File.Exists(Path.ChangeExtension(file, ".crlf.json")))
                yield return Case(
                    folder,
                    Path.ChangeExtension(file, ".crlf.eml"),
                    () => Stalwart(WithCrLf(File.ReadAllBytes(file)), Path.ChangeExtension(file, ".crlf.json"))
                );
        }

        foreach (var file in Files(folder, "*.json").Where(file => Tables.ContainsKey(Path.GetFileName(file))))
        {
            using var table = JsonDocument.Parse(File.ReadAllBytes(file));
            var index = 0;
            foreach (var row in table.RootElement.EnumerateArray())
            {
                var header = row.GetProperty("header").GetString()!;
                var expected = row.GetProperty("expected").Clone();
                yield return Case(folder, $"{file}#{index++}", () => Tables[Path.GetFileName(file)](header, expected));
            }
        }

        foreach (var file in Files(folder, "*.b64").Where(file => File.Exists(Path.ChangeExtension(file, ".jpg"))))
            yield return Case(
                folder,
                file,
                () => Same(TransferEncoding.Base64(File.ReadAllBytes(file)), File.ReadAllBytes(Path.ChangeExtension(file, ".jpg")))
            );
        foreach (var file in Files(folder, "*.qp").Where(file => File.Exists(Path.ChangeExtension(file, ".txt"))))
            yield return Case(
                folder,
                file,
                () =>
                    Same(
                        TransferEncoding.QuotedPrintable(File.ReadAllBytes(file), header: false),
                        File.ReadAllBytes(Path.ChangeExtension(file, ".txt"))
                    )
            );
    }

    private static Dictionary<string, Func<string, JsonElement, string?>> Tables { get; } =
        new(StringComparer.Ordinal)
        {
            ["address.json"] = AddressRow,
            ["content_type.json"] = ContentTypeRow,
            ["date.json"] = DateRow,
            ["id.json"] = IdRow,
            ["unstructured.json"] = (header, expected) =>
                Equal(expected.GetString() ?? "", new HeaderField("x", default, Encoding.UTF8.GetBytes(FirstField(header))).Text),
        };

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static CaseResult Case(string folder, string name, Func<string?> check)
    {
        name = Path.GetRelativePath(folder, name).Replace('\\', '/');
        string? problem;
        try
        {
            problem = check();
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            problem = $"{thrown.GetType().Name}: {thrown.Message}";
        }

        return new CaseResult(name, problem is null, problem ?? "");
    }

    private static string? Equal(string expected, string got)
    {
        if (expected == got)
            return null;
        // Long texts are shown from a little before the place where they part.
        var same = Math.Max(0, expected.AsSpan().CommonPrefixLength(got) - 60);
        return $"expected '{Short(expected[same..])}', got '{Short(got[same..])}'";
    }

    private static string? Same(byte[] got, byte[] expected) =>
        got.AsSpan().SequenceEqual(expected) ? null : $"{expected.Length} bytes expected, {got.Length} got";

    private static string Short(string text) => (text.Length > 120 ? text[..120] + "…" : text).ReplaceLineEndings("\\n");

    private static byte[] WithLf(byte[] bytes) =>
        [.. bytes.Where((symbol, index) => symbol != '\r' || index + 1 == bytes.Length || bytes[index + 1] != '\n')];

    private static byte[] WithCrLf(byte[] bytes)
    {
        var result = new List<byte>(bytes.Length + 64);
        foreach (var symbol in bytes)
        {
            if (symbol == '\n' && (result.Count == 0 || result[^1] != '\r'))
                result.Add((byte)'\r');
            result.Add(symbol);
        }

        return [.. result];
    }

    private static string? Mime4j(string decoded)
    {
        var stem = decoded[..^"_decoded.xml".Length];
        var message = MimeReader.Read(File.ReadAllBytes(stem + ".msg"));
        // The listing is Latin-1 text in elements, with characters that XML does not allow left out by a lenient reader.
        var listing = Encoding.Latin1.GetString(File.ReadAllBytes(decoded));
        XElement expected;
        using (
            var reader = System.Xml.XmlReader.Create(
                new StringReader(listing),
                new System.Xml.XmlReaderSettings { CheckCharacters = false }
            )
        )
            expected = XElement.Load(reader, LoadOptions.PreserveWhitespace);
        return Mime4jEntity(expected, message, Path.GetDirectoryName(stem)!);
    }

    private static string? Mime4jEntity(XElement expected, MimeEntity got, string folder)
    {
        var fields = expected
            .Element("header")!
            .Elements("field")
            .Select(field => field.Value.TrimStart('\r', '\n').ReplaceLineEndings("\n"))
            .ToList();
        var gotFields = got.Headers.Select(header => Encoding.Latin1.GetString(header.Raw.Span).ReplaceLineEndings("\n")).ToList();
        if (!fields.SequenceEqual(gotFields))
            return $"header fields: {fields.Count} expected, {gotFields.Count} got; first difference "
                + $"{Short(fields.Zip(gotFields).FirstOrDefault(pair => pair.First != pair.Second).ToString())}";
        if (expected.Element("multipart") is { } multipart)
        {
            if (!got.IsMultipart)
                return "a multipart expected";
            var parts = multipart.Elements("body-part").ToList();
            if (parts.Count != got.Parts.Count)
                return $"{parts.Count} parts expected, {got.Parts.Count} got";
            if (Text(multipart.Element("preamble"), got.Preamble) is { } preamble)
                return "preamble: " + preamble;
            if (Text(multipart.Element("epilogue"), got.Epilogue) is { } epilogue)
                return "epilogue: " + epilogue;
            return parts
                .Zip(got.Parts)
                .Select(
                    (pair, index) => Mime4jEntity(pair.First, pair.Second, folder) is { } problem ? $"part {index + 1}: {problem}" : null
                )
                .FirstOrDefault(problem => problem is not null);
        }

        if (expected.Element("message") is { } nested)
            return got.Message is null ? "a message expected" : Mime4jEntity(nested, got.Message, folder);
        var body = expected.Element("text-body") ?? expected.Element("binary-body");
        if (body is null)
            return null;
        if (got.IsMultipart || got.Message is not null)
            return "a leaf expected";
        var file = Path.Combine(folder, body.Attribute("name")!.Value);
        return File.Exists(file) ? Same(got.Content.ToArray(), File.ReadAllBytes(file)) : null;
    }

    private static string? Text(XElement? expected, ReadOnlyMemory<byte> got)
    {
        var text = expected?.Value is { } value
            ? value.StartsWith("\r\n", StringComparison.Ordinal)
                ? value[2..]
                : value.TrimStart('\n')
            : "";
        // The XML reader folds line breaks; whether the last one belongs to the delimiter is the listing's own reading.
        return Equal(text.ReplaceLineEndings("\n").Trim('\n'), Encoding.Latin1.GetString(got.Span).ReplaceLineEndings("\n").Trim('\n'));
    }

    private static string? Stalwart(byte[] message, string expectation)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(expectation));
        return StalwartMessage(json.RootElement, MimeReader.Read(message));
    }

    private static string? StalwartMessage(JsonElement expected, MimeEntity got)
    {
        var parts = new List<MimeEntity>();
        Collect(got, parts);
        var expectedParts = expected.GetProperty("parts").EnumerateArray().ToList();
        if (expectedParts.Count != parts.Count)
            return $"{expectedParts.Count} parts expected, {parts.Count} got";
        for (var index = 0; index < parts.Count; index++)
        {
            if (StalwartPart(expectedParts[index], parts[index], parts) is { } problem)
                return $"part {index}: {problem}";
        }

        var body = BodyStructure.Of(got);
        return Indices("text_body", body.Text) ?? Indices("html_body", body.Html) ?? Indices("attachments", body.Attachments);

        string? Indices(string name, IReadOnlyList<MimeEntity> list)
        {
            var wanted = expected.GetProperty(name).EnumerateArray().Select(index => index.GetInt32()).ToList();
            var found = list.Select(part => parts.IndexOf(part)).ToList();
            return wanted.SequenceEqual(found) ? null : $"{name}: [{string.Join(' ', wanted)}] expected, [{string.Join(' ', found)}] got";
        }
    }

    private static void Collect(MimeEntity entity, List<MimeEntity> parts)
    {
        parts.Add(entity);
        foreach (var part in entity.Parts)
            Collect(part, parts);
    }

    private static string? StalwartPart(JsonElement expected, MimeEntity got, List<MimeEntity> parts)
    {
        foreach (var header in expected.GetProperty("headers").EnumerateArray())
        {
            if (StalwartHeader(header, got) is { } problem)
                return problem;
        }

        var body = expected.GetProperty("body");
        var (kind, value) =
            body.ValueKind == JsonValueKind.Object
                ? body.EnumerateObject().Select(property => (property.Name, property.Value)).First()
                : (body.GetString()!, default);
        switch (kind)
        {
            case "Text" or "Html":
                return got.IsMultipart || got.Message is not null
                    ? "a leaf expected"
                    : Equal(value.GetString()!.ReplaceLineEndings("\n"), got.Text.ReplaceLineEndings("\n"));
            case "Multipart":
                var children = value.EnumerateArray().Select(index => index.GetInt32()).ToList();
                return got.IsMultipart && children.SequenceEqual(got.Parts.Select(part => parts.IndexOf(part)))
                    ? null
                    : $"a multipart of [{string.Join(' ', children)}] expected";
            case "Message":
                return got.Message is null ? "a message expected" : StalwartMessage(value, got.Message);
            case "Binary" or "InlineBinary":
                var bytes = value.EnumerateArray().Select(number => number.GetByte()).ToArray();
                return got.IsMultipart ? "a leaf expected" : Same(got.Content.ToArray(), bytes);
            default:
                return null;
        }
    }

    private static string? StalwartHeader(JsonElement header, MimeEntity got)
    {
        var name = header.GetProperty("name") is { ValueKind: JsonValueKind.String } text
            ? text.GetString()!
            : header.GetProperty("name").EnumerateObject().First().Value.GetString()!;
        var field = got.Headers.FirstOrDefault(candidate =>
            candidate.Name.Replace('-', '_').Equals(name.Replace('-', '_'), StringComparison.OrdinalIgnoreCase)
        );
        if (field is null)
            return $"header {name} missing";
        return name switch
        {
            "subject" when header.GetProperty("value").TryGetProperty("Text", out var value) => Equal(value.GetString()!, field.Text)
                is { } problem
                ? "subject: " + problem
                : null,
            "from"
            or "to"
            or "cc"
                when header.GetProperty("value").TryGetProperty("Address", out var value)
                    && got.Headers.Count(candidate => candidate.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) == 1 => AddressRow(
                field.Value,
                value
            )
                is { } problem
                ? $"{name}: {problem}"
                : null,
            "date" when header.GetProperty("value").TryGetProperty("DateTime", out var value) => DateRow(field.Value, value) is { } problem
                ? "date: " + problem
                : null,
            _ => null,
        };
    }

    private static string FirstField(string header)
    {
        // A row is a field value with its end; a line that is not folded begins the next field.
        for (var at = header.IndexOf('\n', StringComparison.Ordinal); at >= 0 && at + 1 < header.Length; at = header.IndexOf('\n', at + 1))
        {
            if (header[at + 1] is not (' ' or '\t'))
                return header[..at].TrimEnd('\r');
        }

        return header.TrimEnd('\r', '\n');
    }

    private static string? AddressRow(string header, JsonElement expected)
    {
        var got = Address.ParseList(HeaderField.Unfold(FirstField(header)));
        var wanted = new List<Address>();
        if (expected.TryGetProperty("List", out var list))
            wanted.AddRange(list.EnumerateArray().Select(item => Mailbox(item, null)));
        if (expected.TryGetProperty("Group", out var groups))
            wanted.AddRange(
                groups
                    .EnumerateArray()
                    .SelectMany(group =>
                        group.GetProperty("addresses").EnumerateArray().Select(item => Mailbox(item, group.GetProperty("name").GetString()))
                    )
            );
        return Equal(string.Join(", ", wanted.Select(Show)), string.Join(", ", got.Select(Show)));

        static Address Mailbox(JsonElement item, string? group) =>
            new(item.GetProperty("name").GetString(), item.GetProperty("address").GetString() ?? "", group);
        static string Show(Address address) => $"[{address.Group}] {address}";
    }

    private static string? ContentTypeRow(string header, JsonElement expected)
    {
        var got = ContentType.Parse(HeaderField.Unfold(FirstField(header)));
        if (expected.ValueKind == JsonValueKind.Null)
            return got.Type.Length == 0 ? null : $"no type expected, got {got.MediaType}";
        var type = Equal(
            $"{expected.GetProperty("c_type").GetString()}/{expected.GetProperty("c_subtype").GetString()}",
            $"{got.Type}/{got.Subtype}"
        );
        if (type is not null || !expected.TryGetProperty("attributes", out var attributes) || attributes.ValueKind == JsonValueKind.Null)
            return type;
        // That parser lists the language of an RFC 2231 value as a parameter of its own.
        var wanted = attributes
            .EnumerateArray()
            .Where(pair => !pair[0].GetString()!.EndsWith("-language", StringComparison.Ordinal))
            .Select(pair => $"{pair[0].GetString()}={pair[1].GetString()}");
        return Equal(
            string.Join("; ", wanted.Order(StringComparer.Ordinal)),
            string.Join("; ", got.Parameters.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal))
        );
    }

    private static string? DateRow(string header, JsonElement expected)
    {
        var got = MailDate.Parse(HeaderField.Unfold(FirstField(header)));
        if (expected.ValueKind == JsonValueKind.Null)
            return got is null ? null : $"no date expected, got {got:O}";
        if (got is not { } date)
            return "a date expected";
        var zone =
            (expected.GetProperty("tz_hour").GetInt32() * 60 + expected.GetProperty("tz_minute").GetInt32())
            * (expected.GetProperty("tz_before_gmt").GetBoolean() ? -1 : 1);
        int Part(string name) => expected.GetProperty(name).GetInt32();
        var wanted =
            $"{Part("year"):0000}-{Part("month"):00}-{Part("day"):00} {Part("hour"):00}:{Part("minute"):00}:{Part("second"):00} {zone}";
        return Equal(wanted, $"{date:yyyy-MM-dd HH:mm:ss} {(int)date.Offset.TotalMinutes}");
    }

    private static string? IdRow(string header, JsonElement expected) =>
        Equal(
            expected.ValueKind == JsonValueKind.Array
                ? string.Join(' ', expected.EnumerateArray().Select(id => id.GetString()))
                : expected.GetString() ?? "",
            string.Join(' ', MailMessage.ParseIds(HeaderField.Unfold(FirstField(header))))
        );
}
