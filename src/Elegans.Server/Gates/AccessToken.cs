using System.Security.Cryptography;
using System.Text;

namespace Elegans.Server.Gates;

/// <summary>What a visitor must know. Compared by hashes, so that the time it takes says nothing about how much was right.</summary>
public sealed class AccessToken
{
    private const int MinLength = 8, MaxLength = 200, MadeLength = 64, HopelessLength = 32;
    private readonly byte[] token, cookie;

    /// <summary>A token.</summary>
    /// <param name="token">What visitors must know.</param>
    /// <exception cref="ArgumentException">It is not fit to be one.</exception>
    public AccessToken(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (Refusal(token) is { } refusal) throw new ArgumentException(refusal, nameof(token));
        this.token = Hash(token);
        // What a browser keeps is not the token itself: a browser shows its cookies to every server of this machine, whatever the port.
        Cookie = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), "elegans-serve cookie"u8));
        cookie = Hash(Cookie);
        IsHopelessToGuess = token.Length >= HopelessLength;
    }

    /// <summary>What a browser keeps as a proof that it was told the token.</summary>
    internal string Cookie { get; }

    /// <summary>Whether it is so long that guesses need not be slowed down.</summary>
    internal bool IsHopelessToGuess { get; }

    /// <summary>Draws a token that nobody guesses.</summary>
    /// <returns>64 hexadecimal digits.</returns>
    public static string Make() => RandomNumberGenerator.GetHexString(MadeLength, lowercase: true);

    /// <summary>Why a text cannot be a token.</summary>
    /// <param name="token">The text.</param>
    /// <returns>Null where it can.</returns>
    public static string? Refusal(string? token) =>
        token is not { Length: >= MinLength and <= MaxLength } || token.Any(letter => letter is <= ' ' or > '~')
            ? FormattableString.Invariant($"A token has {MinLength} to {MaxLength} characters: letters, digits and signs of ASCII, without spaces.") : null;

    /// <summary>Whether somebody knows the token.</summary>
    /// <param name="told">What was said.</param>
    internal bool Is(string told) => CryptographicOperations.FixedTimeEquals(Hash(told), token);

    /// <summary>Whether a browser was told the token.</summary>
    /// <param name="shown">Its cookie.</param>
    internal bool IsCookie(string shown) => CryptographicOperations.FixedTimeEquals(Hash(shown), cookie);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
