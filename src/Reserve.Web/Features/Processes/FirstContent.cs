using System.Text.Json;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Features.Processes;

/// <summary>What a file that was just added says.</summary>
internal static class FirstContent
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(BundleFileKind kind, string name) =>
        kind switch
        {
            BundleFileKind.Form => JsonSerializer.Serialize(
                new
                {
                    type = "default",
                    id = name,
                    title = name,
                    components = new[]
                    {
                        new
                        {
                            type = "textarea",
                            key = "comment",
                            label = "Комментарий",
                        },
                    },
                },
                Readable
            ),
            BundleFileKind.Rule => $"""
                <?xml version="1.0" encoding="UTF-8"?>
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/"
                    xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" id="{name}_rules" name="{name}" namespace="urn:reserve:rules">
                  <decision id="{name}_decision" name="{name}">
                    <variable name="{name}" />
                    <decisionTable id="{name}_table" hitPolicy="FIRST">
                      <input id="{name}_in"><inputExpression id="{name}_in_e" typeRef="string"><text>value</text></inputExpression></input>
                      <output id="{name}_out" name="result" typeRef="string" />
                      <rule id="{name}_1"><inputEntry id="{name}_1_i"><text>-</text></inputEntry>
                        <outputEntry id="{name}_1_o"><text>"да"</text></outputEntry></rule>
                    </decisionTable>
                  </decision>
                  <dmndi:DMNDI><dmndi:DMNDiagram id="{name}_drd"><dmndi:DMNShape id="{name}_shape" dmnElementRef="{name}_decision">
                    <dc:Bounds height="80" width="180" x="160" y="100" /></dmndi:DMNShape></dmndi:DMNDiagram></dmndi:DMNDI>
                </definitions>
                """,
            BundleFileKind.Letter => $"Тема: {name}\n\nЗдравствуйте!\n",
            BundleFileKind.Sample => "{\n}\n",
            _ => $"# {name}\n",
        };
}
