using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Elegans.Server.Gates;

/// <summary>
/// Lets in whom it should. On this machine only, requests must name it as browsers here do, so that no page from elsewhere can
/// reach it under a name of its own (DNS rebinding); reachable from other machines, visitors must know the token. A request that
/// changes something must not come from another site's page.
/// </summary>
internal static class VisitorGate
{
    private const string Cookie = "elegans-token", Query = "token";

    internal static void UseVisitorGate(this WebApplication app, ServerOptions options) => app.Use(async (context, next) =>
    {
        HttpRequest request = context.Request;
        Harden(context.Response.Headers);
        if (options.IsLocal && request.Host.Host is not ("localhost" or "127.0.0.1" or "[::1]" or "::1"))
        {
            await Refuse(context, StatusCodes.Status421MisdirectedRequest, "This page answers to 127.0.0.1 and localhost only.");
        }
        else if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && request.Headers.Origin.ToString() is { Length: > 0 } origin && origin != $"{request.Scheme}://{request.Host}")
        {
            await Refuse(context, StatusCodes.Status403Forbidden, "Another site's page may not change anything here.");
        }
        else if (options.Token is { } token && !Knows(request, token))
        {
            if (request.Query[Query].ToString() is { Length: > 0 } told && Same(told, token))
            {
                context.Response.Cookies.Append(Cookie, token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, IsEssential = true });
                context.Response.Redirect(request.Path);
                return;
            }

            await Refuse(context, StatusCodes.Status401Unauthorized, "Open the address with the token that 'elegans serve' printed, or send it as 'Authorization: Bearer TOKEN'.");
        }
        else
        {
            await next(context);
        }
    });

    private static bool Knows(HttpRequest request, string token) =>
        Same(request.Cookies[Cookie] ?? "", token) || (request.Headers.Authorization.ToString() is { } header && header.StartsWith("Bearer ", StringComparison.Ordinal) && Same(header["Bearer ".Length..], token));

    private static bool Same(string told, string token) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(told), Encoding.UTF8.GetBytes(token));

    private static void Harden(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'; object-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private static Task Refuse(HttpContext context, int code, string reason)
    {
        context.Response.StatusCode = code;
        return context.Response.WriteAsJsonAsync(new Problem(reason));
    }
}
