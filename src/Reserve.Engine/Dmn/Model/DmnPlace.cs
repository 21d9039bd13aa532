namespace Reserve.Engine.Dmn.Model;

/// <summary>Where something stands in a DMN file.</summary>
/// <param name="Element">Local name of the XML element, for instance <c>decisionTable</c>.</param>
/// <param name="Id">Its <c>id</c> attribute, when given.</param>
/// <param name="Name">Its <c>name</c> attribute, or that of the nearest enclosing named element.</param>
/// <param name="Line">Line in the file, from 1; 0 when unknown.</param>
/// <param name="Column">Column in the line, from 1; 0 when unknown.</param>
public readonly record struct DmnPlace(string Element, string? Id, string? Name, int Line, int Column);
