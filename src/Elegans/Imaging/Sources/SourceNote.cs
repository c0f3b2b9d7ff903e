using Elegans.Files;

namespace Elegans.Imaging;

/// <summary>Something about an input that its reader should know, above all a guess that can change counts.</summary>
/// <param name="Text">What was found and what was made of it: one line, without the input's name, that ends with a full stop.</param>
/// <param name="Remedy">What to ask for where the guess is wrong.</param>
public sealed record SourceNote(string Text, InputRemedy Remedy = InputRemedy.None);
