namespace Elegans.Cli;

/// <summary>Options that do not fit together. The message says which, and what to do.</summary>
public sealed class UsageException(string message) : Exception(message);
