namespace Elegans.Models;

/// <summary>One line of a ledger: what bore on a model, and how.</summary>
/// <param name="Recording">The recording that the embryo was filmed in.</param>
/// <param name="Embryo">The embryo's name.</param>
/// <param name="Movie">The name of the movie's file where real frames bore on it; null where frames were rendered from the embryo's track.</param>
/// <param name="Role">How.</param>
public sealed record LedgerEntry(string Recording, string Embryo, string? Movie, LedgerRole Role)
{
    /// <summary>The recording that an embryo's name tells: the name without a trailing embryo number (<c>_L1</c>, <c>_L2</c>, …).</summary>
    /// <param name="embryo">The embryo's name.</param>
    public static string RecordingOf(string embryo)
    {
        ArgumentNullException.ThrowIfNull(embryo);
        int end = embryo.Length;
        while (end > 0 && char.IsAsciiDigit(embryo[end - 1])) end--;
        return end < embryo.Length && end >= 2 && embryo[end - 1] == 'L' && embryo[end - 2] == '_' ? embryo[..(end - 2)] : embryo;
    }

    /// <summary>Whether it is of a recording, by the recording's name here or by the name of the embryo.</summary>
    internal bool IsOf(string embryo, string recording) => Embryo == embryo || Recording == recording || RecordingOf(Embryo) == recording;
}
