namespace Reserve.Documents.Templates;

/// <summary>
/// Lets whoever opens a workbook compute it: the values that it was saved with, and the order in which they were computed, are not true of
/// what it is filled with. Alike in every result, so done once to the template.
/// </summary>
internal static class SheetRecompute
{
    // What stands before calcPr (ECMA-376 part 1, 18.2.27).
    private static readonly string[] Before = ["sheets", "functionGroups", "externalReferences", "definedNames"];

    public static void Ask(Package package, string workbook)
    {
        if (package.Tree(workbook)?.Copy() is not { } root)
            return;
        if (root.Element("calcPr") is not { } calculation)
        {
            calculation = new(root.Prefix + "calcPr", "calcPr", Vocabulary.Sheet);
            var at = root.Children.FindLastIndex(child => child is XmlBranch branch && Before.Contains(branch.LocalName));
            root.Insert(at + 1, calculation);
        }

        calculation.Set("fullCalcOnLoad", "1");
        package.Put(workbook, PartCompiler.Bytes(root));
        if (package.Linked(workbook, "calcChain") is { } chain)
            Forget(package, workbook, chain);
    }

    private static void Forget(Package package, string workbook, string chain)
    {
        package.Remove(chain);
        var links = package.Tree(PackageLinks.PartOf(workbook))!.Copy();
        links.Children.RemoveAll(child =>
            child is XmlBranch link && (link.Attribute("Type") ?? "").EndsWith("/calcChain", StringComparison.Ordinal)
        );
        package.Put(PackageLinks.PartOf(workbook), PartCompiler.Bytes(links));
        var types = package.Tree(OfficeParts.ContentTypes)!.Copy();
        types.Children.RemoveAll(child => child is XmlBranch type && (type.Attribute("PartName") ?? "").TrimStart('/') == chain);
        package.Put(OfficeParts.ContentTypes, PartCompiler.Bytes(types));
    }
}
