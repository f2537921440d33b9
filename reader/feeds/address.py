"""Addresses of the web: http and https only, credentials kept apart so that no message shows them."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

MAX_ADDRESS = 4096
_KEPT = "!#$%&'()*+,-./:;=?@[]_~"
_WITHOUT_SCHEME = re.compile(r"(?:[\w-]{1,63}\.)+[^\W\d_]{2,63}(?::\d{1,5})?(?:[/?#]\S*)?")
_FILE_NAME = re.compile(r"[^/]*\.(?:txt|text|md|html?|xml|rss|rdf|atom|json|opml)", re.IGNORECASE)
_USERINFO = re.compile(r"(?<=:)//[^/\s]*@")


class InvalidAddressError(Exception):
    """No address that the reader may ask; says why."""


@dataclass(frozen=True, slots=True)
class Address:
    """`bare` holds neither credentials nor fragment; `userinfo` is as it stood before the host."""

    bare: str
    userinfo: str = ""

    @property
    def scheme(self) -> str:
        return self.bare.partition(":")[0]

    @property
    def host(self) -> str:
        """With the port if one is given."""
        return urlsplit(self.bare).netloc

    @property
    def credentials(self) -> str:
        """The value of an Authorization header (RFC 7617), "" for none."""
        return basic(unquote(self.userinfo)) if self.userinfo else ""

    def join(self, location: str) -> Address:
        """Where a redirect leads. Credentials go along only to the same host over the same scheme."""
        try:
            target = parse_address(urljoin(self.bare, location.strip()))
        except ValueError:
            raise InvalidAddressError("it is not a valid address") from None
        same = (target.scheme, target.host) == (self.scheme, self.host)
        return Address(target.bare, target.userinfo or (self.userinfo if same else ""))


def basic(user_and_password: str) -> str:
    """The value of an Authorization header for "user:password"."""
    return "Basic " + base64.b64encode(user_and_password.encode()).decode("ascii")


def without_credentials(text: str) -> str:
    """Any text that may hold addresses, fit to be shown."""
    return _USERINFO.sub("//", text)


def storable(url: str) -> str:
    """A valid address as it may be stored: as it is, or without the credentials that it holds."""
    address = parse_address(url)
    return address.bare if address.userinfo else url


def as_web_address(text: str) -> str:
    """The address that somebody means who leaves out "https://", "" when it does not look like one."""
    if len(text) > MAX_ADDRESS or _FILE_NAME.fullmatch(text):
        return ""
    return f"https://{text}" if _WITHOUT_SCHEME.fullmatch(text) else ""


def parse_address(url: str) -> Address:
    """InvalidAddressError unless `url` is a complete http or https address."""
    url = url.strip()
    if len(url) > MAX_ADDRESS:
        raise InvalidAddressError("the address is too long")
    try:
        parts = urlsplit(url)
        hostname, _ = parts.hostname, parts.port
    except ValueError:
        raise InvalidAddressError("it is not a valid address") from None
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https"):
        raise InvalidAddressError(f"{scheme[:20] or 'this'} is no web address; only http and https are")
    if not hostname or any(not char.isprintable() or char.isspace() for char in parts.netloc):
        raise InvalidAddressError("the address names no host")
    userinfo, _, host = parts.netloc.rpartition("@")
    path, query = quote(parts.path or "/", safe=_KEPT), quote(parts.query, safe=_KEPT)
    return Address(urlunsplit((scheme, _ascii(host), path, query, "")), userinfo)


def _ascii(host: str) -> str:
    """A host's name as the network knows it (IDNA)."""
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        raise InvalidAddressError("the address names no valid host") from None
