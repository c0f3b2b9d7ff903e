using System.Globalization;

namespace Elegans.Training.Finder;

/// <summary>What a run of the finder depends on.</summary>
/// <param name="Fields">How many fields are rendered.</param>
/// <param name="Steps">How many steps are taken.</param>
/// <param name="Seed">Seed of all chance.</param>
/// <param name="From">SHA-256 of the weights that are refined; empty where it begins with random ones.</param>
internal readonly record struct FinderSetting(int Fields, int Steps, int Seed, string From)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Fields} fields, {Steps} steps, seed {Seed}, {Start}");

    private string Start => From.Length == 0 ? "from random weights" : $"from the weights {From[..8]}";

    internal static FinderSetting Read(BinaryReader reader) => new(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadString());

    internal void Write(BinaryWriter writer)
    {
        writer.Write(Fields);
        writer.Write(Steps);
        writer.Write(Seed);
        writer.Write(From);
    }
}
