using Reserve.Engine.Feel.Syntax;

namespace Reserve.Engine.Feel.Analysis;

/// <summary>Which names a tree reads.</summary>
internal static class NameUse
{
    /// <summary>Whether a name is read anywhere in the tree.</summary>
    public static bool Reads(FeelNode node, string name)
    {
        if (node is NameNode own && own.Name == name)
            return true;
        foreach (var child in node.Children)
        {
            if (Reads(child, name))
                return true;
        }

        return false;
    }
}
