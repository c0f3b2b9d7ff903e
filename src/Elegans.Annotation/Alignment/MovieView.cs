using System.Globalization;

namespace Elegans.Annotation.Alignment;

/// <summary>
/// How a movie shows what was traced: mirrored, turned, scaled and cut since. The movie is the traced picture, mirrored left to
/// right where <see cref="IsMirrored"/>, then turned clockwise by quarter turns and by <see cref="Degrees"/>. What was traced at x lies, before that, at
/// <see cref="Scale"/> · x + <see cref="ShiftX"/> pixels of the movie, and so does y. Where <see cref="Degrees"/> is not 0, pixels are those of the movie
/// turned back about its middle, on a square as wide as the movie's diagonal.
/// </summary>
/// <param name="QuarterTurns">How often it was turned by 90° clockwise, 0 to 3.</param>
/// <param name="IsMirrored">Whether it was mirrored left to right before it was turned.</param>
/// <param name="Scale">Pixels of the movie for each pixel of the track.</param>
/// <param name="ShiftX">Where the left edge of the traced picture lies, in pixels of the movie.</param>
/// <param name="ShiftY">Where the upper edge of the traced picture lies, in pixels of the movie.</param>
public readonly record struct MovieView(int QuarterTurns, bool IsMirrored, double Scale, double ShiftX, double ShiftY)
{
    /// <summary>A scale is measured to about a hundredth, a shift to a few pixels of what was traced.</summary>
    private const double ScaleTolerance = 0.03, ShiftTolerance = 8;

    /// <summary>By how many degrees it was turned clockwise besides, -45 to 45.</summary>
    public double Degrees { get; init; }

    /// <summary>The movie in which the track's pixels are the movie's.</summary>
    public static MovieView AsTraced { get; } = new(0, false, 1, 0, 0);

    /// <summary>Whether the movie is neither turned, mirrored, scaled nor cut, as far as can be measured.</summary>
    public bool IsAsTraced => QuarterTurns == 0 && Degrees == 0 && !IsMirrored && !IsScaled && !IsCut;

    private bool IsScaled => Math.Abs(Math.Log(Scale)) > ScaleTolerance;

    private bool IsCut => Math.Max(Math.Abs(ShiftX), Math.Abs(ShiftY)) > ShiftTolerance * Math.Max(1, Scale);

    /// <summary>The view in words, as what is said of a movie: <c>half the size and mirrored left to right</c>.</summary>
    public override string ToString()
    {
        var words = new List<string>();
        if (IsScaled)
        {
            words.Add(Math.Abs(Math.Log(Scale * 2)) <= ScaleTolerance ? "half the size"
                : Math.Abs(Math.Log(Scale / 2)) <= ScaleTolerance ? "twice the size"
                : string.Create(CultureInfo.InvariantCulture, $"{Scale:0.00} times the size"));
        }

        if (Degrees != 0)
        {
            if (IsMirrored) words.Add("mirrored left to right");
            double turned = Math.IEEERemainder((90 * QuarterTurns) + Degrees, 360);
            words.Add(string.Create(CultureInfo.InvariantCulture, $"turned by {Math.Abs(turned):0}° {(turned < 0 ? "counter-" : "")}clockwise"));
            return Joined(words);
        }

        if (IsMirrored) words.Add(QuarterTurns == 2 ? "mirrored top to bottom" : "mirrored left to right");
        if (QuarterTurns % 2 != 0) words.Add(QuarterTurns == 1 ? "turned by 90° clockwise" : "turned by 90° counter-clockwise");
        else if (QuarterTurns == 2 && !IsMirrored) words.Add("turned by 180°");
        if (IsCut)
        {
            string upright = IsMirrored || QuarterTurns != 0 ? ", put upright," : "";
            string corner = string.Create(CultureInfo.InvariantCulture, $"{-ShiftX / Scale:0}, {-ShiftY / Scale:0}");
            words.Add($"cut (the left upper corner of the movie{upright} lies at {corner} of the track)");
        }

        return words.Count == 0 ? "as it was traced" : Joined(words);
    }

    private static string Joined(List<string> words) => words is [var only] ? only : $"{string.Join(", ", words[..^1])} and {words[^1]}";
}
