using Microsoft.Data.Sqlite;
using Partime;

namespace Inserting;

[Workload("inserts", "Inserts as many rows into a SQLite database as the input says; the result is how many.", SampleInputs = "100")]
public sealed class Inserts : BlockingWorkload<SqliteConnection>, IRunLifetime, IDisposable
{
    private bool beginsRuns;

    [Option("database", "The file, which is deleted at the end.", Default = "inserts.db")]
    public string Database { get; set; } = "inserts.db";

    public ValueTask StartRunAsync(CancellationToken cancellationToken)
    {
        // Only partime's own process gets here.
        beginsRuns = true;
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            PRAGMA journal_mode = WAL;
            CREATE TABLE IF NOT EXISTS moons (task INTEGER, number INTEGER, PRIMARY KEY (task, number));
            DELETE FROM moons;
            """;
        command.ExecuteNonQuery();
        return ValueTask.CompletedTask;
    }

    public ValueTask EndRunAsync() => ValueTask.CompletedTask;

    protected override SqliteConnection StartWorker(int worker) => Open();

    protected override WorkResult Run(WorkItem item, SqliteConnection own, CancellationToken cancellationToken)
    {
        using var transaction = own.BeginTransaction();
        using var insert = own.CreateCommand();
        (insert.CommandText, insert.Transaction) = ("INSERT INTO moons VALUES ($task, $number)", transaction);
        insert.Parameters.AddWithValue("$task", item.Index);
        var number = insert.Parameters.AddWithValue("$number", 0);
        var rows = 0;
        for (var i = 0; i < item.Parse<int>(); i++)
        {
            number.Value = i;
            rows += insert.ExecuteNonQuery();
        }
        transaction.Commit();
        return WorkResult.Of(rows);
    }

    public void Dispose()
    {
        foreach (var file in beginsRuns ? (string[])[Database, $"{Database}-wal", $"{Database}-shm"] : [])
            File.Delete(file);
    }

    private SqliteConnection Open()
    {
        // A connection waits for up to 30 s where another one is writing.
        var connection = new SqliteConnection($"Data Source={Database};Pooling=False;Default Timeout=30");
        connection.Open();
        return connection;
    }
}
