using Reserve.Engine.Bpmn.Interchange;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Bpmn.Interchange;

public sealed class JuelTests
{
    [Theory]
    [InlineData("${a == 'x' || b.c ne 2}", """a = "x" or b.c != 2""")]
    [InlineData("#{not empty list and n mod 2 eq 0}", """not((list = null or list = "" or list = [])) and modulo(n, 2) = 0""")]
    [InlineData("${ok ? 'да' : \"нет\"}", """if ok then "да" else "нет" """)]
    [InlineData("Заявка ${number}, ${who.name}", """ "Заявка " + string(number) + ", " + string(who.name)""")]
    [InlineData("${nrOfCompletedInstances >= 2}", "numberOfCompletedInstances >= 2")]
    [InlineData("${items[0].price * 1.2}", "items[0 + 1].price * 1.2")]
    [InlineData("price < 100", "price < 100")]
    public void An_expression_of_java_engines_becomes_feel(string juel, string feel)
    {
        Assert.Equal(feel.Trim(), JuelExpression.ToFeel(juel));
        Assert.NotNull(FeelExpression.Parse(feel.Trim()).Expression);
    }

    [Theory]
    [InlineData("${bean.decide(order)}")]
    [InlineData("${a == }")]
    [InlineData("${a")]
    [InlineData("${}")]
    [InlineData("${a.}")]
    [InlineData("${a.f(}")]
    [InlineData("")]
    public void What_feel_cannot_say_or_is_broken_is_not_translated(string juel) => Assert.Null(JuelExpression.ToFeel(juel));

    [Fact]
    public void A_sign_alone_is_no_expression()
    {
        Assert.False(JuelExpression.Has("5 $ и #1"));
        Assert.Equal(""" "100 $ за " + string(what)""".Trim(), JuelExpression.ToFeel("100 $ за ${what}"));
    }
}
