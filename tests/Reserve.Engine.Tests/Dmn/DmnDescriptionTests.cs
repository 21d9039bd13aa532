using Reserve.Engine.Dmn;

namespace Reserve.Engine.Tests.Dmn;

public sealed class DmnDescriptionTests
{
    [Fact]
    public void Descriptions_of_the_model_and_its_elements_are_read_and_an_empty_one_is_none()
    {
        var model = DmnReader
            .Read(
                """
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m" namespace="urn:m">
                  <description> О модели </description>
                  <inputData id="i" name="points"><description>Баллы</description><variable name="points" typeRef="number" /></inputData>
                  <decision id="a" name="a"><description>Решение</description><literalExpression>
                  <text>1</text></literalExpression></decision>
                  <decision id="b" name="b"><description> </description><literalExpression><text>2</text></literalExpression></decision>
                </definitions>
                """
            )
            .Model!.Definitions;

        Assert.Equal("О модели", model.Description);
        Assert.Equal("Баллы", model.InputData[0].Description);
        Assert.Equal(["Решение", null], model.Decisions.Select(decision => decision.Description));
    }
}
