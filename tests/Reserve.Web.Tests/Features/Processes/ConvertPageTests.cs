using System.Text;
using Reserve.Web.Access;
using Reserve.Web.Features.Processes;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Processes;

public sealed class ConvertPageTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_file_of_another_tool_is_uploaded_its_properties_are_listed_and_the_chosen_ones_converted()
    {
        using var client = await site.SignedInClient("convert-admin", "RU", Roles.Administrator);
        await client.Post("/processes", null, ("Name", "Чужой файл"), ("Key", "foreign-trial"));
        var drawing = NewProcess
            .Drawing("foreign-trial", "Чужой файл")
            .Replace(
                "<bpmn:definitions",
                "<bpmn:definitions xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\"",
                StringComparison.Ordinal
            )
            .Replace(
                "id=\"Task_1\"",
                "id=\"Task_1\" camunda:assignee=\"${boss}\" camunda:dueDate=\"P3D\" camunda:priority=\"1\"",
                StringComparison.Ordinal
            )
            .Replace(" isExecutable=\"true\"", "", StringComparison.Ordinal);

        var uploaded = await client.PostFile(
            "/processes/foreign-trial/edit?handler=Upload",
            "file",
            "foreign.bpmn",
            Encoding.UTF8.GetBytes(drawing),
            ("rowVersion", "1")
        );
        var page = await uploaded.Content.ReadAsStringAsync();
        Assert.Contains("camunda:assignee", page, StringComparison.Ordinal);
        Assert.Contains("Какой процесс исполнять?", page, StringComparison.Ordinal);
        Assert.Contains("camunda:priority", page, StringComparison.Ordinal);

        var nothing = await client.Post("/processes/foreign-trial/convert", null, ("rowVersion", "2"));
        Assert.Contains("Ничего не выбрано.", await nothing.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var converted = await client.Post(
            "/processes/foreign-trial/convert",
            null,
            ("rowVersion", "2"),
            ("chosen", "Task_1/camunda:assignee/0"),
            ("executable", "foreign-trial")
        );
        Assert.Contains("Преобразовано: 2.", await converted.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var draft = await client.Text("/processes/foreign-trial/edit?handler=Xml");
        Assert.Contains("name=\"assignee\"", draft, StringComparison.Ordinal);
        Assert.Contains("isExecutable=\"true\"", draft, StringComparison.Ordinal);
        Assert.DoesNotContain("camunda:assignee", draft, StringComparison.Ordinal);
        Assert.Contains("camunda:dueDate=\"P3D\"", draft, StringComparison.Ordinal);
        // What was not chosen is still offered.
        Assert.Contains("camunda:dueDate", await client.Text("/processes/foreign-trial/convert"), StringComparison.Ordinal);
    }
}
