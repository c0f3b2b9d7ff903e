namespace Elegans.Models.Onnx;

/// <summary>An attribute of an operation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">How many whole numbers it lists; null where it is one number.</param>
/// <param name="Min">The least that each may be.</param>
/// <param name="Max">The most that each may be.</param>
internal sealed record AllowedAttribute(string Name, int? Count, long Min, long Max)
{
    /// <summary>Whether the operation may lack it.</summary>
    internal bool IsOptional { get; init; }

    /// <summary>Whether an attribute of a file is one of these.</summary>
    internal bool Fits(AttributeProto attribute) => Count is { } count
        ? attribute.Type == AttributeProto.Types.AttributeType.Ints && !attribute.HasI && attribute.Ints.Count == count && attribute.Ints.All(IsWithin)
        : attribute.Type == AttributeProto.Types.AttributeType.Int && attribute.HasI && attribute.Ints.Count == 0 && IsWithin(attribute.I);

    private bool IsWithin(long value) => value >= Min && value <= Max;
}
