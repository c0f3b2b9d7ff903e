using Elegans.Files;

namespace Elegans.Imaging.Volumes;

/// <summary>Which of several positions is read.</summary>
internal static class PositionChoice
{
    /// <summary>The position to read, counted from 0, and what to tell where it was not asked for.</summary>
    /// <param name="path">The input, for messages.</param>
    /// <param name="positions">How many positions it has.</param>
    /// <param name="asked">The position asked for, counted from 1; null where none was.</param>
    /// <exception cref="InputException">There is no such position.</exception>
    internal static (int Position, SourceNote? Note) Of(string path, int positions, int? asked)
    {
        if (asked < 1 || asked > positions)
            throw new InputException(path, FormattableString.Invariant($"has {positions} position(s), and position {asked} was asked for."),
                InputRemedy.Position);
        return asked is null && positions > 1
            ? (0, new SourceNote(FormattableString.Invariant($"It holds {positions} positions (images, fields of view), and the first is read."),
                InputRemedy.Position))
            : ((asked ?? 1) - 1, null);
    }
}
