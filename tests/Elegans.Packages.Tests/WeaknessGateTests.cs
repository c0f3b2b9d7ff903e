namespace Elegans.Packages.Tests;

/// <summary><c>.ci/weaknesses</c>, the gate that keeps packages with known weaknesses out: a question that was not answered is not a yes.</summary>
public sealed class WeaknessGateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public WeaknessGateTests() => folder.Write("project.csproj", """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
          <ItemGroup><PackageReference Include="NetVips" Version="3.2.0" /></ItemGroup>
        </Project>
        """);

    [Fact]
    public async Task A_known_weakness_is_named_and_fails()
    {
        using PackageSource source = new("""{"netvips":[{"url":"https://example.org/advisory","severity":0,"versions":"(, 99.0.0)"}]}""");
        (int code, string output) = await Ask(source.Address);
        Assert.Equal(1, code);
        Assert.Contains("NetVips", output, StringComparison.Ordinal);
        Assert.Contains("https://example.org/advisory", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packages_without_known_weaknesses_pass()
    {
        using PackageSource source = new("""{"another":[{"url":"https://example.org/advisory","severity":3,"versions":"(, 99.0.0)"}]}""");
        Assert.Equal((0, "No package has a known weakness.\n"), await Ask(source.Address));
        Assert.NotEqual(0, source.Asked);
    }

    [Fact]
    public async Task A_source_that_does_not_answer_fails()
    {
        (int code, string output) = await Ask("http://127.0.0.1:9/index.json");
        Assert.Equal(2, code);
        Assert.Contains("could not be asked for", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_that_cannot_be_read_fail()
    {
        using PackageSource source = new("<html>");
        Assert.Equal(2, (await Ask(source.Address)).Code);
    }

    [Fact]
    public async Task A_source_without_such_data_is_said_to_have_none()
    {
        using PackageSource source = new(weaknesses: null);
        (int code, string output) = await Ask(source.Address);
        Assert.Equal(3, code);
        Assert.Contains("no package source here has data", output, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private async Task<(int Code, string Output)> Ask(string source)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The gate is a shell script.");
        string gate = Path.Combine(Repository.Root, ".ci", "weaknesses");
        (int code, string output, string error) = await LocalFeed.End(folder.Path, "bash", gate, folder["project.csproj"], source);
        Assert.Equal("", error);
        return (code, output);
    }
}
