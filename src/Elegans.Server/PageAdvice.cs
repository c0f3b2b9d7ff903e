using Elegans.Files;

namespace Elegans.Server;

/// <summary>Says how a remedy is asked for on the page: the library knows neither options nor forms.</summary>
internal static class PageAdvice
{
    /// <summary>A problem and, where the page has something that helps, what that is.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="remedy">What helps.</param>
    /// <param name="hasPositions">Whether the page offers other positions of the file.</param>
    internal static string With(string problem, InputRemedy remedy, bool hasPositions = false) => remedy switch
    {
        InputRemedy.StackChannel => $"{problem} Give the channel's number under 'Choose files' and upload it again.",
        InputRemedy.Embryo => $"{problem} Click another in the picture to read that one.",
        InputRemedy.Position when hasPositions => $"{problem} The others can be chosen above its picture.",
        InputRemedy.Colour or InputRemedy.Position or InputRemedy.Region
            or InputRemedy.Slices or InputRemedy.Interval or InputRemedy.Sequence =>
            $"{problem} The command line can read it in other ways.",
        InputRemedy.Pixels or InputRemedy.Frames or InputRemedy.Bytes or InputRemedy.Time => $"{problem} Whoever runs this page sets that limit.",
        _ => problem,
    };
}
