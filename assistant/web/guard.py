"""Who may come in, and what a browser may do with what it gets.

On this machine alone, only requests that name this machine as their host are answered, so that no page from elsewhere
can reach in through a name of its own (DNS rebinding). Everywhere else a token or a reverse proxy that has checked the
person is demanded. Headers follow the OWASP HTTP Headers Cheat Sheet.
"""

from __future__ import annotations

import hmac
import ipaddress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from assistant.errors import UsageError

COOKIE = "policy-assistant"
SHORTEST_TOKEN = 16  # characters
OPEN_PATHS = ("/health",)  # for whatever watches the server; tells nothing

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Server": "policy-assistant",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True, slots=True)
class Protection:
    """What a request must bring."""

    token: str = ""
    """Known to whoever may ask; sent as a bearer token, or once as ?token=… by a browser, which then keeps a cookie."""
    proxy_header: str = ""
    """A header that only the reverse proxy before the server can set, such as X-Remote-User."""

    @property
    def any(self) -> bool:
        """Whether anything is demanded."""
        return bool(self.token or self.proxy_header)


def protection(host: str, token_file: Path | None, proxy_header: str) -> Protection:
    """Return the protection for an address.

    Raises UsageError for an address that others can reach without any, and for a token that is easily guessed.
    """
    token = ""
    if token_file:
        try:
            token = token_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"The token file {token_file} cannot be read.") from error
        if len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isprintable() or " " in token:
            raise UsageError(
                f"The token in {token_file} must have at least {SHORTEST_TOKEN} letters and digits without a space; "
                "`openssl rand -hex 24` makes one."
            )
    made = Protection(token, proxy_header)
    if not made.any and not is_loopback(host):
        raise UsageError(
            f"{host} can be reached by others. Give --token-file FILE, or --proxy-header NAME behind a reverse proxy "
            "that checks who is asking."
        )
    return made


def is_loopback(host: str) -> bool:
    """Say whether an address is this machine's own."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def admitting(guarded: Protection) -> Middleware:
    """Return the middleware that lets in whom the protection admits, and puts the headers on everything."""

    @web.middleware
    async def admit(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            _admit(request, guarded)
            response = _token_taken(request, guarded) or await handler(request)
        except web.HTTPException as refusal:
            refusal.headers.update(HEADERS)
            raise
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return admit


def _admit(request: web.Request, guarded: Protection) -> None:
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc != request.host:
        raise web.HTTPForbidden(text="Requests from other pages are refused.")
    if request.path in OPEN_PATHS:
        return
    if not guarded.any:
        if not is_loopback(urlsplit(f"//{request.host}").hostname or ""):
            raise web.HTTPForbidden(text="This chat opens only on the computer that runs it.")
        return
    if guarded.proxy_header and not request.headers.get(guarded.proxy_header):
        raise web.HTTPUnauthorized(text="Please come through the school's own address.")
    if guarded.token and not _knows(request, guarded.token):
        raise web.HTTPUnauthorized(
            text="Please open the chat with the whole address you were given, "
            "including what follows the question mark.",
            headers={"WWW-Authenticate": "Bearer"},
        )


def _knows(request: web.Request, token: str) -> bool:
    brought = (
        request.headers.get("Authorization", "").removeprefix("Bearer "),
        request.cookies.get(COOKIE, ""),
        request.query.get("token", "") if request.path == "/" else "",
    )
    return any(hmac.compare_digest(each.encode(), token.encode()) for each in brought)


def _token_taken(request: web.Request, guarded: Protection) -> web.Response | None:
    """Take the token out of a browser's address into a cookie, so that it is not seen over a shoulder."""
    if not guarded.token or request.path != "/" or "token" not in request.query:
        return None
    response = web.Response(status=303, headers={"Location": "/"})
    response.set_cookie(
        COOKIE, guarded.token, httponly=True, samesite="Strict", secure=request.secure, path="/", max_age=12 * 3600
    )
    return response
