namespace Elegans.Models;

/// <summary>A range of total cell numbers, both ends included.</summary>
/// <param name="Fewest">The fewest cells.</param>
/// <param name="Most">The most cells.</param>
public readonly record struct CellRange(int Fewest, int Most);
