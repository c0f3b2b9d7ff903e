using Elegans.Files;

namespace Elegans.Imaging.Sources;

/// <summary>Which of several channels is read: the same rule for every format that has channels.</summary>
internal static class StackChannelChoice
{
    /// <summary>The channel to read, counted from 0.</summary>
    /// <param name="path">The input, for messages.</param>
    /// <param name="channels">How many channels it has.</param>
    /// <param name="names">What they are called, as far as the input says.</param>
    /// <param name="asked">The channel asked for, counted from 1; null where none was.</param>
    /// <param name="noun">What its channels are called in a message that asks for one of them.</param>
    /// <exception cref="InputException">There are several and none was asked for, or there is no such channel: only whoever filmed knows
    /// which one shows the nuclei.</exception>
    internal static int Of(string path, long channels, IReadOnlyList<string> names, int? asked, string noun = "channels")
    {
        string called = names.Any(name => name.Length > 0)
            ? $" ({string.Join(", ", names.Select((name, number) => FormattableString.Invariant($"{number + 1}: {name}")))})" : "";
        if (asked is null && channels > 1)
        {
            throw new InputException(
                path, FormattableString.Invariant($"has {channels} {noun}{called}; only whoever filmed knows which one shows the nuclei."),
                    InputRemedy.StackChannel);
        }

        if (asked < 1 || asked > channels)
        {
            throw new InputException(
                path, FormattableString.Invariant($"has {channels} channel(s){called}, and channel {asked} was asked for."), InputRemedy.StackChannel);
        }

        return (asked ?? 1) - 1;
    }
}
