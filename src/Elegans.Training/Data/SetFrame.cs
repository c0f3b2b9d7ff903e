namespace Elegans.Training.Data;

/// <summary>One frame of a finite set of training frames.</summary>
/// <param name="Set">The set: <c>rendered</c> or <c>real</c>.</param>
/// <param name="Number">The frame's number in it.</param>
public readonly record struct SetFrame(string Set, int Number);
