namespace Elegans.Models;

/// <summary>The weights of a package.</summary>
/// <param name="File">The file's name in the package.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal; a package whose sum differs is not loaded.</param>
/// <param name="Precision"><c>float32</c>, or <c>float16</c>, which is stored in half and computed in single precision, or <c>int8</c>, which
/// computes in whole numbers.</param>
public sealed record WeightsFile(string File, string Sha256, string Precision);
