namespace Partime.EndToEnd.Tests;

/// <summary>Plugins, among them one from each page that shows a whole plugin, and projects that refer to them or to the contract's package, outside the repository
/// and with the published packages only. All are built once and packed once.</summary>
[CollectionDefinition(nameof(PluginProjects))]
public sealed class PluginProjects : ICollectionFixture<PluginProjects>, IAsyncLifetime, IDisposable
{
    /// <summary>The pages that show a whole plugin, by the project that it becomes here.</summary>
    public static readonly Dictionary<string, string> Pages = new() { ["Docs"] = "docs/writing-a-workload.md", ["Readme"] = "src/Abstractions/README.md" };

    public const string Contract = "Partime.Abstractions";

    private static readonly string ContractReference = $"""<ItemGroup><PackageReference Include="{Contract}" Version="{Repository.Version}" /></ItemGroup>""";

    private Author? author;

    internal Author Author => author!;

    public async Task InitializeAsync()
    {
        var tool = new InstalledTool();
        await tool.InitializeAsync();
        author = new Author(tool);
        WritePlugin();
        WriteOthers();
        foreach (var (project, page) in Pages)
        {
            author.Write($"{project}/{project}.csproj", Markdown.CodeBlock(Repository.PathOf(page), "xml"));
            author.Write($"{project}/WordCount.cs", Markdown.CodeBlock(Repository.PathOf(page), "csharp"));
        }
        WriteSolution("Built", ["Plugin", "Plugin.Tests", "Program", .. Pages.Keys]);
        WriteSolution("Packed", "Plugin", "Library");
        await author.TypeAsync("dotnet build -c Release Built.slnx");
        await author.TypeAsync("dotnet pack Packed.slnx");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => author?.Dispose();

    internal Package Package(string project, string version) => new(Path.Combine(Author.Folder, $"{project}/bin/Release/{project}.{version}.nupkg"));

    internal IEnumerable<string?> Assemblies(string project) =>
        Directory.GetFiles(Path.Combine(Author.Folder, project, "bin/Release/net10.0"), "*.dll").Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private void WritePlugin()
    {
        WriteProject("Plugin", $"""
            <PropertyGroup><Version>1.2.3-beta</Version><Description>Hashes texts.</Description><Authors>Somebody</Authors></PropertyGroup>
            <ItemGroup>
              <PackageReference Include="System.IO.Hashing" Version="10.0.12" />
              <Content Include="data/words" Link="lists/deep/words" CopyToOutputDirectory="PreserveNewest" />
            </ItemGroup>
            {ContractReference}
            """);
        Author.Write("Plugin/Hash.cs", """
            using System.Text;
            using Partime;

            [Workload("hash", "Hashes texts.", SampleInputs = "a,b")]
            public sealed class Hash : IBlockingWorkload
            {
                public WorkResult Run(WorkItem item, CancellationToken cancellationToken) =>
                    WorkResult.Of(System.IO.Hashing.XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(item.Text)));
            }
            """);
        Author.Write("Plugin/data/words", "one");
        Author.Write("Plugin/README.md", "# Hashes");
        Author.Write("Plugin/obj/Release/net10.0/plugin/Gone.dll", "");
    }

    private void WriteOthers()
    {
        WriteProject("Program", """
            <PropertyGroup><OutputType>Exe</OutputType></PropertyGroup>
            <ItemGroup><ProjectReference Include="../Plugin/Plugin.csproj" /></ItemGroup>
            """);
        Author.Write("Program/Program.cs", "System.Console.WriteLine(new Hash().Run(new Partime.WorkItem(0, 5), default).Utf8Value.Length);");
        WriteProject("Library", $"<PropertyGroup><IsPartimePlugin>false</IsPartimePlugin></PropertyGroup>{ContractReference}");
        Author.Write("Library/Answers.cs", """
            using Partime;

            [Workload("answer", "Answers.")]
            public sealed class Answers : IBlockingWorkload
            {
                public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(42);
            }
            """);
        WriteProject("Plugin.Tests", $"""
            <PropertyGroup><IsTestProject>true</IsTestProject><CopyLocalLockFileAssemblies>true</CopyLocalLockFileAssemblies></PropertyGroup>
            <ItemGroup><ProjectReference Include="../Plugin/Plugin.csproj" /></ItemGroup>
            {ContractReference}
            """);
        Author.Write("Plugin.Tests/Nothing.cs", "");
        WriteProject("Several", ContractReference, framework: "<TargetFrameworks>net10.0</TargetFrameworks>");
        WriteProject("Older", ContractReference, framework: "<TargetFramework>netstandard2.1</TargetFramework>");
    }

    private void WriteProject(string name, string content, string framework = "<TargetFramework>net10.0</TargetFramework>") => Author.Write($"{name}/{name}.csproj", $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>{framework}<ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
          {content}
        </Project>
        """);

    private void WriteSolution(string name, params string[] projects) =>
        Author.Write($"{name}.slnx", $"<Solution>{string.Concat(projects.Select(project => $"""<Project Path="{project}/{project}.csproj" />"""))}</Solution>");
}
