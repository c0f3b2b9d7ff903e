namespace Elegans.Server.Storage;

/// <summary>The data folder cannot be used. The message says why, and what to do, in one line.</summary>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="cause">What was thrown; null where nothing was.</param>
public class DataFolderException(string message, Exception? cause = null) : IOException(message, cause);
