using System.Net;
using Elegans.Server.Endpoints;
using Microsoft.AspNetCore.Http;

namespace Elegans.Server.Gates;

/// <summary>
/// Lets in whom it should: whoever knows the token. Where only this machine can reach it, requests must also name it as browsers
/// here do, so that no page from elsewhere can reach it under a name of its own (DNS rebinding). A request must not come from
/// another site's page.
/// </summary>
internal sealed class VisitorGate : IDisposable
{
    private const string Query = "token", TicketQuery = "ticket", Bearer = "Bearer ", FetchSite = "Sec-Fetch-Site", FetchMode = "Sec-Fetch-Mode";
    private static readonly TimeSpan CookieLife = TimeSpan.FromDays(30);
    private readonly bool isLocal;
    private readonly AccessToken token;
    private readonly Tickets tickets;
    private readonly GuessLimit guesses = new();

    /// <summary>Closes it to all but those who know the token.</summary>
    /// <param name="options">Who may come in.</param>
    /// <param name="tickets">What opens it once.</param>
    public VisitorGate(ServerOptions options, Tickets tickets) => (isLocal, token, this.tickets) = (options.IsLocal, new AccessToken(options.Token), tickets);

    private enum Visit
    {
        Unknown,
        Known,
        Slowed,
    }

    public void Dispose() => guesses.Dispose();

    /// <summary>Lets a request in, or answers it.</summary>
    internal Task Enter(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        Harden(context.Response.Headers);
        if (isLocal && !NamesThisMachine(request.Host.Host))
            return Refuse(context, StatusCodes.Status421MisdirectedRequest, "This page answers to 127.0.0.1 and localhost only.");
        if (IsForeign(request)) return Refuse(context, StatusCodes.Status403Forbidden, "Another site's page may not use this one; open its address yourself.");
        bool isKnown = request.Cookies[CookieName(request)] is { } cookie && token.IsCookie(cookie);
        // The page alone is opened with a token in its address, which then leaves the address; the way on is this page and no other.
        if (HttpMethods.IsGet(request.Method) && request.Path == "/" && (request.Query.ContainsKey(Query) || request.Query.ContainsKey(TicketQuery)))
        {
            Visit visit = isKnown || tickets.Redeem(request.Query[TicketQuery].ToString(), context.Connection)
                ? Visit.Known : Told(context, request.Query[Query].ToString());
            if (visit != Visit.Known) return Refuse(context, visit);
            var kept = new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, IsEssential = true, MaxAge = CookieLife };
            context.Response.Cookies.Append(CookieName(request), token.Cookie, kept);
            context.Response.Redirect("./");
            return Task.CompletedTask;
        }

        if (isKnown) return next(context);
        string authorization = request.Headers.Authorization.ToString();
        bool tells = authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);
        Visit asked = tells ? Told(context, authorization[Bearer.Length..].Trim()) : Visit.Unknown;
        return asked == Visit.Known ? next(context) : Refuse(context, asked);
    }

    /// <summary>Whether somebody knows the token. Where guesses are hopeless, the right one is never kept waiting by somebody else's wrong ones.</summary>
    private Visit Told(HttpContext context, string told)
    {
        if (told.Length == 0) return Visit.Unknown;
        IPAddress visitor = context.Connection.RemoteIpAddress ?? IPAddress.None;
        bool mayGuess = guesses.MayGuess(visitor);
        if (!mayGuess && !token.IsHopelessToGuess) return Visit.Slowed;
        if (token.Is(told)) return Visit.Known;
        guesses.Guessed(visitor);
        return mayGuess ? Visit.Unknown : Visit.Slowed;
    }

    /// <summary>Whether another site's page sends a request. Browsers say so; what is no browser does not.</summary>
    private static bool IsForeign(HttpRequest request)
    {
        string site = request.Headers[FetchSite].ToString(), origin = request.Headers.Origin.ToString();
        if (site == "cross-site") return true;
        // The same name with another port is another server, perhaps another account's: it may hold a link to this page, and no more.
        if (site == "same-site" && request.Headers[FetchMode].ToString() != "navigate") return true;
        return !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && origin.Length > 0 && origin != $"{request.Scheme}://{request.Host}";
    }

    private static bool NamesThisMachine(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>Browsers keep cookies by name of the machine, not by port; two servers here are two cookies.</summary>
    private static string CookieName(HttpRequest request) => FormattableString.Invariant($"elegans-{request.Host.Port ?? 80}");

    private static void Harden(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy =
            "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'; object-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private static Task Refuse(HttpContext context, Visit visit)
    {
        if (visit != Visit.Slowed)
            return Refuse(context, StatusCodes.Status401Unauthorized,
                "Open the address with the token that 'elegans serve' printed, or send the token as 'Authorization: Bearer TOKEN'.");
        context.Response.Headers.RetryAfter = "1";
        return Refuse(context, StatusCodes.Status429TooManyRequests, "Too many wrong tokens from your address; wait a second.");
    }

    private static Task Refuse(HttpContext context, int code, string reason)
    {
        context.Response.StatusCode = code;
        context.Response.Headers.CacheControl = "no-store";
        string accepted = context.Request.Headers.Accept.ToString();
        bool isPerson = HttpMethods.IsGet(context.Request.Method) && accepted.Contains("text/html", StringComparison.OrdinalIgnoreCase);
        if (code == StatusCodes.Status401Unauthorized && isPerson)
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.Body.WriteAsync(PageEndpoints.Locked).AsTask();
        }

        return context.Response.WriteAsJsonAsync(new Problem(reason));
    }
}
