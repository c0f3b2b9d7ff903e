using System.Buffers.Binary;
using Elegans.Imaging.Volumes.Zarr;

namespace Elegans.Tests.Imaging.Volumes;

/// <summary>What numcodecs 0.11.0 (c-blosc 1) made of 16-bit samples: (i div 32) × 3, and 200 more for every eighth.</summary>
public sealed class BloscTests
{
    private const string Lz4Sample = """
        AgEhAgAEAAAABAAAvgAAABQAAACWAAAAIsgAAQAPCAAFIssDAQAPCAAFIs4GAQAPCAAFItEJAQAPCAAFItQMAQAPCAAFItcPAQAPCAAFItoSAQAPCAAFIt0VAQAPCAAFIuAYAQAPCAAF
        IuMbAQAPCAAFIuYeAQAPCAAFIukhAQAPCAAFIuwkAQAPCAAFIu8nAQAPCAAFIvIqAQAPCAAFIvUtAQAPCAAAUC0tLS0tDAAAAB8AAQD/6FAAAAAAAA==
        """;

    [Theory]
    [InlineData(512, "lz4, shuffle 0", """
        AgEgAgAEAAAABAAAAwEAABQAAABxAAAAKsgAAQAPEAAddcsAAwADAAMGAA8QAB11zgAGAAYABgYADxAAHXXRAAkACQAJBgAPEAAdddQADAAMAAwGAA8QAB111wAPAA8ADwYADxAAHXXa
        ABIAEgASBgAPEAAddd0AFQAVABUGAA8QABhQABUAFQB2AAAAdeAAGAAYABgGAA8QAB114wAbABsAGwYADxAAHXXmAB4AHgAeBgAPEAAddekAIQAhACEGAA8QAB117AAkACQAJAYADxAA
        HXXvACcAJwAnBgAPEAAddfIAKgAqACoGAA8QAB119QAtAC0ALQYADxAAGFAALQAtAA==
        """)]
    [InlineData(512, "lz4, shuffle 1", """
        AgEhAgAEAAAABAAAvgAAABQAAACWAAAAIsgAAQAPCAAFIssDAQAPCAAFIs4GAQAPCAAFItEJAQAPCAAFItQMAQAPCAAFItcPAQAPCAAFItoSAQAPCAAFIt0VAQAPCAAFIuAYAQAPCAAF
        IuMbAQAPCAAFIuYeAQAPCAAFIukhAQAPCAAFIuwkAQAPCAAFIu8nAQAPCAAFIvIqAQAPCAAFIvUtAQAPCAAAUC0tLS0tDAAAAB8AAQD/6FAAAAAAAA==
        """)]
    [InlineData(512, "lz4, shuffle 2", """
        AgEkAgAEAAAABAAA4AAAABQAAAC4AAAA/wEAAAAA/////wAAAAD/////EAAlAAIAAEwAAAIAAAwAAAIAAAwAAAIAAAwAAAIAAAwAAAIAAAwAAAIAAAwABAIABBAAAAgAAAIAABgABAgA
        AAIABAwAAAgAAAIABBQAFwEBABf+AQAEFwAHEwAFFAAAAgAEGAAASAAEAgAAGAAEAgAAZAAAAgAEKAAAAgAEKAAAAgAEKAAADAAPAgAJBCgAAAIAAFAADAIAABgADwIAZFABAQEBAQwA
        AAAfAAEA/+hQAAAAAAA=
        """)]
    [InlineData(512, "lz4hc, shuffle 1", """
        AgEhAgAEAAAABAAAvgAAABQAAACWAAAAIsgAAQAPCAAFIssDAQAPCAAFIs4GAQAPCAAFItEJAQAPCAAFItQMAQAPCAAFItcPAQAPCAAFItoSAQAPCAAFIt0VAQAPCAAFIuAYAQAPCAAF
        IuMbAQAPCAAFIuYeAQAPCAAFIukhAQAPCAAFIuwkAQAPCAAFIu8nAQAPCAAFIvIqAQAPCAAFIvUtAQAPCAAAUC0tLS0tDAAAAB8AAQD/6FAAAAAAAA==
        """)]
    [InlineData(512, "zstd, shuffle 0", """
        AgGQAgAEAAAABAAAfAAAABQAAABkAAAAKLUv/WAAA9UCAPQCyADLAAPOAAbRAAnUAAzXAA/aABLdABXgABjjABvmAB7pACHsACTvACfyACr1AC0gqBAD+RADHwMR/IQj/P/zASGkWlPI
        JZdccuklF73k0EsOuQRvSrMYGA==
        """)]
    [InlineData(512, "zstd, shuffle 1", """
        AgGRAgAEAAAABAAAagAAABQAAABSAAAAKLUv/WAAA0UCABQCyADLA84G0QnUDNcP2hLdFeAY4xvmHukh7CTvJ/Iq9S0AIagQ5QMQAz8RCIb/6/v/GfzswKSYqHBRcFlw8GDwYOAAXz6T
        Ag==
        """)]
    [InlineData(512, "zstd, shuffle 2", """
        AgGUAgAEAAAABAAAYgAAABQAAABKAAAAKLUv/WAAAwUCAHgAAAAA/////wAB/v4AAQAZoIC9HQCDkqoH/FT4NJxLtKR5UxDJXg/EHXJogcOyARjDaBeRzyMFmjEprNlJNQU=
        """)]
    [InlineData(512, "zlib, shuffle 1", """
        AgFhAgAEAAAABAAAfwAAABQAAABVAAAAeF51xcEGhFAAQNGIiBgiIiIiov//hUdERERExBAxtJ/FXd+zOSFCkMcY9pTAnlPYSwZ7/cDecth7AfsoYZ8V7KuG/W1g3y3sp4P962G/A+w/
        9SFfAQ4AAAB4XmNgGAUjGQAAAgAAAQ==
        """)]
    [InlineData(512, "blosclz, shuffle 0", """
        AgEAAgAEAAAABAAA2wAAABQAAABfAAAAJMgAAAAA4AEAAADgJg8DAMsAA+ADAeAnDwMAzgAG4AMB4CcPAwDRAAngAwHgJw8DANQADOADAeAnDwMA1wAP4AMB4CcPAwDaABLgAwHgJw8D
        AN0AFeADAeAlDwIAFQBgAAAAJeAAGAAYAOAAAQAA4CYPAwDjABvgAwHgJw8DAOYAHuADAeAnDwMA6QAh4AMB4CcPAwDsACTgAwHgJw8DAO8AJ+ADAeAnDwMA8gAq4AMB4CcPAwD1AC3g
        AwHgJQ8CAC0A
        """)]
    [InlineData(512, "blosclz, shuffle 1", """
        AgEBAgAEAAAABAAAsAAAABQAAACHAAAAJ8gAAAAAAAAA4A8HAcsDgADgDwcBzgaAAOAPBwHRCYAA4A8HAdQMgADgDwcB1w+AAOAPBwHaEoAA4A8HAd0VgADgDwcB4BiAAOAPBwHjG4AA
        4A8HAeYegADgDwcB6SGAAOAPBwHsJIAA4A8HAe8ngADgDwcB8iqAAOAPBwH1LYAA4A0HAS0tDQAAACMAAAAA4P/xAwIAAAA=
        """)]
    [InlineData(512, "blosclz, shuffle 2", """
        AgEEAgAEAAAABAAAugAAABQAAACRAAAAJwAAAAD/////4DYHAf//gEMFAAAAAAD/gAAB/wCAAOAXDwEAAIAjAP+gBwH//+ABCwH/AIAAAADgAhMB//+AFwUA/////wHgAQABAf7gAQAA
        /qAW4AsTAQEB4AEXAP6AXgYAAAAAAAAB4AEAAQH/gAAA/+ABUgD+4AsrAQEA4BUA4AtT4AMB4AO/4GkBAgEBAQ0AAAAjAAAAAOD/8QMCAAAA
        """)]
    [InlineData(512, "lz4, shuffle 2, small blocks", """
        AgEkAgAEAAAABAAA4AAAABQAAAC4AAAA/wEAAAAA/////wAAAAD/////EAAlAAIAAEwAAAIAAAwAAAIAAAwAAAIAAAwAAAIAAAwAAAIAAAwAAAIAAAwABAIABBAAAAgAAAIAABgABAgA
        AAIABAwAAAgAAAIABBQAFwEBABf+AQAEFwAHEwAFFAAAAgAEGAAASAAEAgAAGAAEAgAAZAAAAgAEKAAAAgAEKAAAAgAEKAAADAAPAgAJBCgAAAIAAFAADAIAABgADwIAZFABAQEBAQwA
        AAAfAAEA/+hQAAAAAAA=
        """)]
    [InlineData(40, "copied", """
        AgEyAlAAAABQAAAAYAAAAMgAAAAAAAAAAAAAAAAAAADIAAAAAAAAAAAAAAAAAAAAyAAAAAAAAAAAAAAAAAAAAMgAAAAAAAAAAAAAAAAAAADLAAMAAwADAAMAAwADAAMA
        """)]
    public void What_the_reference_program_packed_is_unpacked(int samples, string how, string packed)
    {
        byte[] decoded = Blosc.Decode(Convert.FromBase64String(packed), samples * 2);
        Assert.True(decoded.Length == samples * 2, how);
        for (int i = 0; i < samples; i++) Assert.Equal((i / 32 * 3) + (i % 8 == 0 ? 200 : 0), BinaryPrimitives.ReadUInt16LittleEndian(decoded.AsSpan(i * 2)));
    }

    [Fact]
    public void Damage_is_told_as_such_and_never_read_beyond()
    {
        byte[] whole = Convert.FromBase64String(Lz4Sample);
        var random = new Random(1);
        for (int times = 0; times < 3000; times++)
        {
            byte[] damaged = [.. whole];
            for (int changes = random.Next(1, 4); changes > 0; changes--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (times % 3 == 0) damaged = damaged[..random.Next(damaged.Length)];
            Exception? thrown = Record.Exception(() => Blosc.Decode(damaged, 1024));
            Assert.True(thrown is null or InvalidDataException, thrown?.ToString());
        }
    }

    [Fact]
    public void A_claim_of_gigabytes_is_refused_before_memory_is_taken()
    {
        byte[] claims = Convert.FromBase64String(Lz4Sample);
        BinaryPrimitives.WriteInt32LittleEndian(claims.AsSpan(4), int.MaxValue);
        Assert.Throws<InvalidDataException>(() => Blosc.Decode(claims, 1024));
    }

    [Fact]
    public void Snappy_is_refused_by_name()
    {
        byte[] snappy = Convert.FromBase64String(Lz4Sample);
        snappy[2] = (byte)((snappy[2] & 31) | (2 << 5));
        Assert.Contains("Snappy", Assert.Throws<InvalidDataException>(() => Blosc.Decode(snappy, 1024)).Message, StringComparison.Ordinal);
    }
}
