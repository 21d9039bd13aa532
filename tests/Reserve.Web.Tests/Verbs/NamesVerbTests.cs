using System.Text;
using Reserve.Web.Verbs;

namespace Reserve.Web.Tests.Verbs;

public sealed class NamesVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("reserve-names-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_line_is_answered_with_five_forms_and_whether_they_are_sure()
    {
        var outcome = await Decline("surname\tКедрова\tfemale\nfirstname\tИлья\t\r\n\nsurname\tМороз\t\npost\tглавный бухгалтер школы\n");
        Assert.Equal((Verb.Fine, ""), (outcome.Code, outcome.Problems));
        Assert.Equal(
            [
                "surname\tКедрова\tfemale\tКедровой\tКедровой\tКедрову\tКедровой\tКедровой\tsure",
                "firstname\tИлья\tmale\tИльи\tИлье\tИлью\tИльёй\tИлье\tsure",
                "surname\tМороз\t\tМороза\tМорозу\tМороза\tМорозом\tМорозе\tunsure",
                "post\tглавный бухгалтер школы\t\tглавного бухгалтера школы\tглавному бухгалтеру школы\tглавного бухгалтера школы"
                    + "\tглавным бухгалтером школы\tглавном бухгалтере школы\tsure",
            ],
            outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        );
    }

    [Fact]
    public async Task A_first_line_may_name_the_columns()
    {
        var outcome = await Decline("\uFEFFlemma\tnote\tkind\tgender\nИнна\tx\tfirstname\tfemale\n");
        Assert.Equal(Verb.Fine, outcome.Code);
        Assert.Equal(
            "kind\tlemma\tgender\tgenitive\tdative\taccusative\tinstrumental\tprepositional\tsure\n"
                + "firstname\tИнна\tfemale\tИнны\tИнне\tИнну\tИнной\tИнне\tsure\n",
            outcome.Output
        );
    }

    [Fact]
    public async Task All_problems_are_named_with_their_lines_and_the_other_lines_are_answered()
    {
        byte[] file =
        [
            .. Encoding.UTF8.GetBytes("nickname\tКот\tmale\nsurname\tКедров\tm\nsurname\n"),
            0xCF,
            0xF0,
            (byte)'\n',
            .. Encoding.UTF8.GetBytes("firstname\tЛев\tmale\n"),
        ];
        var outcome = await Decline(file);
        Assert.Equal(Verb.BadInput, outcome.Code);
        Assert.Equal("firstname\tЛев\tmale\tЛьва\tЛьву\tЛьва\tЛьвом\tЛьве\tsure\n", outcome.Output);
        Assert.Equal(
            ["1: неизвестный вид «nickname»", "2: неизвестный пол «m»", "3: пустое имя", "4: не UTF-8"],
            outcome
                .Problems.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line[(Names.Length + 1)..].Split(": нужен")[0])
        );
    }

    [Fact]
    public async Task A_wrong_call_says_so()
    {
        Assert.Equal(Verb.WrongCall, await NamesVerb.Run([]));
        Assert.Equal(Verb.WrongCall, await NamesVerb.Run(["decline"]));
        Assert.Equal(Verb.WrongCall, await NamesVerb.Run(["decline", Path.Combine(folder, "none.tsv")]));
    }

    private string Names => Path.Combine(folder, "names.tsv");

    private Task<VerbProcess.Outcome> Decline(string text) => Decline(Encoding.UTF8.GetBytes(text));

    private async Task<VerbProcess.Outcome> Decline(byte[] file)
    {
        await File.WriteAllBytesAsync(Names, file);
        return await VerbProcess.Run([], "names", "decline", Names);
    }
}
