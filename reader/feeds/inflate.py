"""Content encodings undone in steps, so that a small answer cannot become a huge one unnoticed."""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Callable, Iterator
from typing import Any

_STEP = 256 * 1024
_SLICE = 256
_MAX_LAYERS = 2
ACCEPTED = "gzip, deflate, br, zstd"
"""The value of Accept-Encoding."""
_GZIP_MAGIC = b"\x1f\x8b"


class TooLargeError(Exception):
    """The content is larger than allowed."""


def inflate(data: bytes, encodings: str, limit: int) -> tuple[bytes, bool]:
    """The content behind a Content-Encoding header, and whether it was all there.

    Content that is not encoded as said is taken as it is; a gzip file sent without a word is opened.
    TooLargeError when more than `limit` bytes come out.
    """
    layers = [name.strip().lower() for name in encodings.split(",")]
    layers = [name for name in reversed(layers) if name in _DECODERS]
    if not layers and data.startswith(_GZIP_MAGIC):
        layers = ["gzip"]
    complete = True
    for name in layers[:_MAX_LAYERS]:
        data, whole = _undone(_DECODERS[name], data, limit)
        complete = complete and whole
    return data, complete


def _undone(decoder: Callable[[bytes], Iterator[bytes]], data: bytes, limit: int) -> tuple[bytes, bool]:
    content = bytearray()
    try:
        for part in decoder(data):
            content += part
            if len(content) > limit:
                raise TooLargeError
    except EOFError:
        return bytes(content), False
    except ValueError:
        return (bytes(content), False) if content else (data, True)
    return bytes(content), True


def _gzip(data: bytes) -> Iterator[bytes]:
    """One or more members; what follows the last one is nobody's."""
    if not data.startswith(_GZIP_MAGIC):
        raise ValueError("not gzip")
    while data.startswith(_GZIP_MAGIC):
        member = zlib.decompressobj(wbits=31)
        yield from _by_zlib(member, data)
        if not member.eof:
            raise EOFError
        data = member.unused_data


def _deflate(data: bytes) -> Iterator[bytes]:
    """With zlib's wrapper as the standard says, or without it as some servers do."""
    wrapped = len(data) > 1 and data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
    stream = zlib.decompressobj(wbits=15 if wrapped else -15)
    yield from _by_zlib(stream, data)
    if not stream.eof:
        raise EOFError


def _by_zlib(stream: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    try:
        while data and not stream.eof:
            part = stream.decompress(data, _STEP)
            data = stream.unconsumed_tail
            yield part
            if not part and not data:
                return
    except zlib.error as error:
        raise ValueError(str(error)) from error


def _brotli(data: bytes) -> Iterator[bytes]:
    brotli: Any = importlib.import_module("brotli")  # comes without types
    stream = brotli.Decompressor()
    try:
        part = stream.process(data, output_buffer_limit=_STEP)
        while part:
            yield part
            part = b"" if stream.is_finished() else stream.process(b"", output_buffer_limit=_STEP)
    except brotli.error as error:
        raise ValueError(str(error)) from error
    if not stream.is_finished():
        raise EOFError


def _zstd(data: bytes) -> Iterator[bytes]:
    """Fed by the slice: the library bounds no output, but a slice can only become a few megabytes."""
    import zstandard

    decompressor = zstandard.ZstdDecompressor(max_window_size=2**27)
    stream = decompressor.decompressobj()
    try:
        for start in range(0, len(data), _SLICE):
            rest = data[start : start + _SLICE]
            while rest:
                stream = decompressor.decompressobj() if stream.eof else stream
                yield stream.decompress(rest)
                rest = stream.unused_data
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error
    if not stream.eof:
        raise EOFError


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
