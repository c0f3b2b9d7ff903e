namespace Elegans.Server.Storage;

/// <summary>How much is kept, and how much more can be.</summary>
/// <param name="Movies">Movies that are kept.</param>
/// <param name="MaxMovies">How many are kept at most.</param>
/// <param name="UsedBytes">What movies and results take.</param>
/// <param name="MaxBytes">What they may take; null where only the disk sets a bound.</param>
/// <param name="FreeBytes">What is free on the disk.</param>
/// <param name="RoomBytes">The largest file that is taken now.</param>
/// <param name="KeptForDays">After how many days a movie that is over is removed; null where it is kept.</param>
public sealed record StorageUse(int Movies, int MaxMovies, long UsedBytes, long? MaxBytes, long FreeBytes, long RoomBytes, double? KeptForDays);
