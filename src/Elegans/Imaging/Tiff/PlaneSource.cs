namespace Elegans.Imaging.Tiff;

/// <summary>Where a plane is.</summary>
/// <param name="File">Which file: 0 is the one that was opened, others are those beside it, as the layout lists them.</param>
/// <param name="Page">Which page of it, counted from 0 over its pictures; −1 where there is none.</param>
internal readonly record struct PlaneSource(int File, int Page)
{
    /// <summary>A plane that is not there.</summary>
    internal static PlaneSource Missing => new(0, -1);

    /// <summary>Whether it is there.</summary>
    internal bool IsThere => Page >= 0;
}
