using Elegans.Files;
using Elegans.Imaging;

namespace Elegans.Cli.Commands;

/// <summary>Says how a remedy is asked for on the command line: the library knows no options.</summary>
internal static class InputAdvice
{
    /// <summary>A problem and, where there is one, the option that helps.</summary>
    internal static string With(string problem, InputRemedy remedy) => Of(remedy) is { } advice ? $"{problem.TrimEnd()} {advice}" : problem;

    /// <summary>A note on an input, under the user's name for it, as a line of standard error.</summary>
    internal static string Line(string named, SourceNote note) => $"{ElegansProgram.Name}: {named}: {With(note.Text, note.Remedy)}";

    private static string? Of(InputRemedy remedy) => remedy switch
    {
        InputRemedy.Colour => "--channel red, green, blue or brightest chooses another.",
        InputRemedy.StackChannel => "--stack-channel N chooses one, from 1.",
        InputRemedy.Position => "--position N chooses one, from 1; predict --out FOLDER/ reads each.",
        InputRemedy.Embryo => "--embryo N chooses one, from the left.",
        InputRemedy.Region => "--region x,y,width,height reads a part of the frame.",
        InputRemedy.Slices => "--slices 1 takes every plane as a time point, --slices N takes N planes as the slices of one.",
        InputRemedy.Sequence => "--sequence reads them as one movie.",
        InputRemedy.Interval => "--interval says how much time is between frames.",
        InputRemedy.Pixels => "--most-pixels allows more, if that is so.",
        InputRemedy.Frames => "--most-frames allows more, if that is so.",
        InputRemedy.Bytes => "--most-bytes allows more.",
        InputRemedy.Time => "--most-seconds allows more.",
        _ => null,
    };
}
