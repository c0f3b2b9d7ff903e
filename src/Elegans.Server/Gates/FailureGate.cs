using Elegans.Server.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Elegans.Server.Gates;

/// <summary>Answers what nobody foresaw in one sentence that says nothing about this machine; what happened is in the log.</summary>
/// <param name="log">Where the unexpected goes.</param>
internal sealed partial class FailureGate(ILogger<FailureGate> log)
{
    /// <summary>Has a request answered.</summary>
    internal async Task Enter(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The visitor has gone.
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await Answer(context, exception.StatusCode, exception.Message);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            if (DiskErrors.IsFull(exception))
            {
                await Answer(context, StatusCodes.Status507InsufficientStorage, DiskBudget.Full);
                return;
            }

            BrokeOff(log, context.Request.Method, context.Request.Path, exception);
            await Answer(context, StatusCodes.Status500InternalServerError,
                "This went wrong inside Elegans; what 'elegans serve' wrote to its terminal says more.");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} broke off.")]
    private static partial void BrokeOff(ILogger log, string method, string path, Exception exception);

    private static Task Answer(HttpContext context, int code, string reason)
    {
        context.Response.StatusCode = code;
        return context.Response.WriteAsJsonAsync(new Problem(reason));
    }
}
