"""What went wrong between the reader and a server, in words."""

from __future__ import annotations

import socket
import ssl

_STATUS_WORDS = {
    304: "the server says that nothing has changed, though it was not asked",
    400: "the server does not understand the request",
    401: "the server asks for a user name and a password, or refuses these",
    402: "the server asks for payment",
    403: "the server refuses access",
    404: "there is nothing at this address",
    406: "the server has nothing that the reader can read",
    407: "the proxy asks for a user name and a password",
    408: "the server waited too long for the request",
    410: "it is gone for good; the server says not to ask again",
    418: "the server refuses",
    429: "too many requests; the server asks for patience",
    451: "it may not be shown for legal reasons",
    500: "the server failed",
    502: "the server behind the server did not answer properly",
    503: "the server is overloaded or being repaired",
    504: "the server behind the server did not answer in time",
}


def status_in_words(status: int, pause: int) -> str:
    """What a status means for the person; `pause` is what Retry-After asks for, in seconds."""
    if status < 200 or status in (300, 305, 306):
        words = "the server gave no usable answer"
    elif status >= 500:
        words = _STATUS_WORDS.get(status, "the server failed")
    else:
        words = _STATUS_WORDS.get(status, "the server refuses the request")
    later = f", try again in {_duration(pause)}" if pause else ""
    return f"{words} (HTTP {status}{later})"


def _duration(seconds: int) -> str:
    for unit, name in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= unit:
            count = round(seconds / unit)
            return f"{count} {name}{'' if count == 1 else 's'}"
    return f"{seconds} second{'' if seconds == 1 else 's'}"


def failure_in_words(error: Exception, *, connect: float, read: float) -> str:
    """Why there is no answer; `connect` and `read` are the time limits, in seconds."""
    import httpcore

    causes = list(_causes(error))
    if any(isinstance(cause, socket.gaierror) for cause in causes) or "name resolution" in str(error):
        return "there is no such host, or no connection to the network"
    certificate = next((cause for cause in causes if isinstance(cause, ssl.SSLCertVerificationError)), None)
    if certificate is not None:
        return f"its certificate is not valid: {certificate.verify_message}"
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return "no secure connection could be made"
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return "the server refuses connections"
    if isinstance(error, httpcore.ConnectTimeout):
        return f"no connection within {connect:g} seconds"
    if isinstance(error, httpcore.TimeoutException):
        return f"the server fell silent for {read:g} seconds"
    if isinstance(error, httpcore.ProxyError):
        return "the proxy failed"
    if isinstance(error, httpcore.ConnectError):
        return "no connection to the server"
    if isinstance(error, httpcore.ReadError | httpcore.WriteError):
        return "the connection broke"
    if isinstance(error, httpcore.RemoteProtocolError):
        return "the server's answer is not HTTP, or broke off at once"
    return "the request failed"


def _causes(error: BaseException | None) -> list[BaseException]:
    causes: list[BaseException] = []
    while error is not None and len(causes) < 10:
        causes.append(error)
        error = error.__cause__ or error.__context__
    return causes
