using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Reserve.Fuzz;
using Reserve.Web.Access;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Access;

/// <summary>
/// Every form that a person of each role meets, posted with changed, missing, doubled and strange fields: an answer, never a fault of ours.
/// </summary>
public sealed partial class FormFuzzTests(World world) : IClassFixture<World>
{
    private const int MostPages = 40;
    private static readonly string[] Leaving = ["/sign-out", "/account"];
    private static int people;

    private sealed record Form(string Address, IReadOnlyList<(string Name, string Value)> Fields);

    private sealed record Visitor(SiteClient Client, IReadOnlyList<Form> Forms);

    [Fact]
    public Task Damaged_posts_are_answered() => Play(0, 400);

    [Fact]
    [Trait("Category", "Endurance")]
    public Task Very_many_damaged_posts_are_answered() => Play(1_000_000, 30_000);

    private async Task Play(int first, int count)
    {
        var roles = (string[])[Roles.Administrator, Roles.HrOfficer, Roles.CommissionSecretary, Roles.RegionalAuthority];
        var visitors = new Visitor[roles.Length];
        for (var at = 0; at < roles.Length; at++)
            visitors[at] = await Visit(roles[at]);
        Assert.True(visitors.Sum(visitor => visitor.Forms.Count) > 30, "There are too few forms to try.");

        var faults = new List<string>();
        for (var seed = first; seed < first + count; seed++)
        {
            var random = new Random(seed);
            var which = random.Next(roles.Length);
            var form = visitors[which].Forms[random.Next(visitors[which].Forms.Count)];
            using var content = new FormUrlEncodedContent(Changed(form.Fields, seed, random));
            using var answer = await visitors[which].Client.Send(form.Address, content);
            if ((int)answer.StatusCode >= 500)
                faults.Add($"{seed} as {roles[which]}: {form.Address} {(int)answer.StatusCode}");
            // A post may well end one's own session; somebody else of the role goes on.
            if (answer.RequestMessage!.RequestUri!.AbsolutePath == "/sign-in")
            {
                visitors[which].Client.Dispose();
                visitors[which] = await Visit(roles[which]);
            }
        }

        foreach (var visitor in visitors)
            visitor.Client.Dispose();
        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(20)));
    }

    private static IEnumerable<KeyValuePair<string, string>> Changed(
        IReadOnlyList<(string Name, string Value)> fields,
        int seed,
        Random random
    )
    {
        var changed = random.Next(fields.Count + 1);
        for (var at = 0; at < fields.Count; at++)
        {
            var (name, value) = fields[at];
            // Without its token a post is refused before anybody looks at it.
            if (name == "__RequestVerificationToken" || (at != changed && random.Next(4) > 0))
            {
                yield return KeyValuePair.Create(name, value);
                continue;
            }

            var strange = Encoding.UTF8.GetString(Mutation.Of(Encoding.UTF8.GetBytes(value), [Encoding.UTF8.GetBytes(name)], seed + at));
            switch (random.Next(5))
            {
                case 0:
                    break;
                case 1:
                    yield return KeyValuePair.Create(name, value);
                    yield return KeyValuePair.Create(name, strange);
                    break;
                case 2:
                    yield return KeyValuePair.Create(name + "[0]", strange);
                    break;
                default:
                    yield return KeyValuePair.Create(name, strange);
                    break;
            }
        }
    }

    private async Task<Visitor> Visit(string role)
    {
        var client = await world.Site.SignedInClient($"fuzz-{Interlocked.Increment(ref people)}", World.Own, role);
        var forms = new List<Form>();
        var waiting = new Queue<string>(["/"]);
        var seen = new HashSet<string>();
        for (var opened = 0; opened < MostPages && waiting.TryDequeue(out var path); )
        {
            if (!seen.Add(SiteWalk.Shape(path)))
                continue;
            using var answer = await client.Get(path);
            if (answer.StatusCode != HttpStatusCode.OK || answer.Content.Headers.ContentType?.MediaType != "text/html")
                continue;
            opened++;
            var page = await answer.Content.ReadAsStringAsync();
            forms.AddRange(FormsOf(page, path));
            foreach (var link in SiteWalk.LinksOf(page, path))
                waiting.Enqueue(link);
        }

        return new Visitor(client, forms);
    }

    private static IEnumerable<Form> FormsOf(string page, string path)
    {
        foreach (Match form in PostForm().Matches(page))
        {
            var named = Action().Match(form.Groups[1].Value);
            var address = named.Success ? WebUtility.HtmlDecode(named.Groups[1].Value) : path;
            if (Leaving.Any(left => address.StartsWith(left, StringComparison.Ordinal)))
                continue;
            yield return new Form(
                address.Length == 0 ? path : address,
                [
                    .. Field()
                        .Matches(form.Groups[2].Value)
                        .Select(field =>
                            (
                                WebUtility.HtmlDecode(Name().Match(field.Value).Groups[1].Value),
                                WebUtility.HtmlDecode(Value().Match(field.Value).Groups[1].Value)
                            )
                        )
                        .Where(field => field.Item1.Length > 0),
                ]
            );
        }
    }

    [GeneratedRegex("""<form\b([^>]*method="post"[^>]*)>(.*?)</form>""", RegexOptions.Singleline)]
    private static partial Regex PostForm();

    [GeneratedRegex("""\saction="([^"]*)""")]
    private static partial Regex Action();

    [GeneratedRegex("<(?:input|select|textarea|button)\\b[^>]*>")]
    private static partial Regex Field();

    [GeneratedRegex("""\sname="([^"]*)""")]
    private static partial Regex Name();

    [GeneratedRegex("""\svalue="([^"]*)""")]
    private static partial Regex Value();
}
