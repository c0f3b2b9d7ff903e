using System.Text.Json;
using Elegans.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Elegans.Server.Jobs;

/// <summary>The list of jobs on the disk, in SQLite.</summary>
internal sealed class JobList
{
    private readonly string connection;

    /// <summary>Opens the list, and makes it where there is none.</summary>
    /// <param name="database">The database.</param>
    /// <exception cref="DataFolderException">It is damaged, or cannot be written.</exception>
    internal JobList(string database)
    {
        connection = new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString();
        try
        {
            _ = Execute("CREATE TABLE IF NOT EXISTS job (id TEXT PRIMARY KEY, content TEXT NOT NULL)");
            using SqliteConnection open = Open();
            if (Text(open, "PRAGMA quick_check(1)").Single() != "ok") throw Damaged(database, null);
            Rows = [.. Text(open, "SELECT content FROM job").Select(Read).OfType<MovieJob>()];
        }
        catch (SqliteException exception)
        {
            if (DiskErrors.IsCorrupt(exception)) throw Damaged(database, exception);
            string problem = DiskErrors.IsFull(exception)
                ? $"There is no room on the disk for the list of movies, '{database}'; free some and start again."
                : $"The list of movies, '{database}', cannot be opened: {exception.Message}";
            throw new DataFolderException(problem, exception);
        }
    }

    /// <summary>The jobs as they were when the list was opened.</summary>
    internal IReadOnlyList<MovieJob> Rows { get; }

    /// <summary>Adds a job, or writes it as it is now.</summary>
    /// <exception cref="SqliteException">The disk is full, or worse.</exception>
    internal void Write(MovieJob job) =>
        _ = Execute(
            "INSERT INTO job (id, content) VALUES ($id, $content) ON CONFLICT (id) DO UPDATE SET content = $content",
            ("$id", job.Id),
            ("$content", JsonSerializer.Serialize(job)));

    /// <summary>Takes a job out.</summary>
    /// <exception cref="SqliteException">The disk is full, or worse.</exception>
    internal void Delete(string id) => _ = Execute("DELETE FROM job WHERE id = $id", ("$id", id));

    private static DataFolderException Damaged(string database, Exception? cause) => new(
        $"The list of movies, '{database}', is damaged. The movies and results beside it are untouched: "
        + "rename the list and start again, and they are listed and read anew.",
        cause);

    /// <summary>A row that cannot be read costs itself only; its folder says which movie it was.</summary>
    private static MovieJob? Read(string content)
    {
        try
        {
            return JsonSerializer.Deserialize<MovieJob>(content);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<string> Text(SqliteConnection open, string query)
    {
        using SqliteCommand command = open.CreateCommand();
#pragma warning disable CA2100 // Every statement is written in this file; what comes from outside is a parameter.
        command.CommandText = query;
#pragma warning restore CA2100
        using SqliteDataReader rows = command.ExecuteReader();
        List<string> text = [];
        while (rows.Read()) text.Add(rows.GetString(0));
        return text;
    }

    private SqliteConnection Open()
    {
        var open = new SqliteConnection(connection);
        try
        {
            open.Open();
            return open;
        }
        catch
        {
            open.Dispose();
            throw;
        }
    }

    private int Execute(string statement, params ReadOnlySpan<(string Name, string Value)> values)
    {
        using SqliteConnection open = Open();
        using SqliteCommand command = open.CreateCommand();
#pragma warning disable CA2100 // Every statement is written in this file; what comes from outside is a parameter.
        command.CommandText = statement;
#pragma warning restore CA2100
        foreach ((string name, string value) in values) command.Parameters.AddWithValue(name, value);
        return command.ExecuteNonQuery();
    }
}
