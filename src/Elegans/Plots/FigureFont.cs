using ScottPlot;
using SkiaSharp;

namespace Elegans.Plots;

/// <summary>The font of all figures, from this library itself: without it, text silently vanishes on a machine without fonts.</summary>
internal sealed class FigureFont : IFontResolver
{
    /// <summary>The font's name, as SVG files name it.</summary>
    internal const string Name = "DejaVu Sans";

    private static readonly Lock Gate = new();
    private static FigureFont? registered;
    private readonly SKTypeface typeface;

    private FigureFont()
    {
        using Stream font = typeof(FigureFont).Assembly.GetManifestResourceStream("DejaVuSans.ttf")
            ?? throw new InvalidOperationException("The library was built without its font.");
        typeface = SKTypeface.FromStream(font);
    }

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Name ? typeface : null;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Name ? typeface : null;

    /// <summary>Makes the font known to the plotting library, once.</summary>
    internal static void Register()
    {
        lock (Gate)
        {
            if (registered is not null) return;
            registered = new FigureFont();
            ScottPlot.Fonts.FontResolvers.Insert(0, registered);
            ScottPlot.Fonts.Default = Name;
            ScottPlot.Fonts.Sans = Name;
        }
    }
}
