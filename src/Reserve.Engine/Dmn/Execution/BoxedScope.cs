using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>What names and types an expression of a model can use.</summary>
internal sealed class BoxedScope(DmnDefinitions model, FeelScope feel)
{
    public DmnDefinitions Model { get; } = model;

    public FeelScope Feel { get; } = feel;

    public BoxedScope With(params IEnumerable<string> names) =>
        new(Model, new FeelScope([.. Feel.Names, .. names], Feel.MemberNames, Feel.Types));
}
