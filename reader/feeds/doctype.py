"""Document type declarations made harmless before a parser sees them.

Only entities that stand for a few plain characters are kept: nothing that refers to another entity
(the "billion laughs"), nothing external, nothing long (the "quadratic blow-up").
"""

from __future__ import annotations

import re

_HEAD = 256 * 1024
_START = re.compile(r"<!--.*?(?:-->|\Z)|(<!DOCTYPE)\b", re.IGNORECASE | re.DOTALL)
_FIRST_ELEMENT = re.compile(r"<[a-zA-Z_:]")
_ROOT = re.compile(r"<(?:[\w.\-]{1,30}:)?(?:rss|rdf|feed|channel|entry)(?![\w.:\-])", re.IGNORECASE)
# What may stand in a declaration, quotations and comments first: they may hold ">" and "]".
_PART = re.compile(
    r"\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|[\[\]<>]", re.DOTALL
)  # what has no end goes to the end, else each beginning would be searched for one
_ENTITY = re.compile(r"<!ENTITY\s+([\w.\-]{1,60})\s+(?:\"([^\"]*)\"|'([^']*)')\s*>")
_PLAIN = re.compile(r"&#(?:\d{1,7}|x[0-9a-fA-F]{1,6});|[^&%<\"]*")
_LONGEST = 100
_MOST = 500


def without_doctype(xml: str) -> str:
    """The document with its DOCTYPE replaced by one that declares the harmless entities, or by none."""
    found = next((start for start in _START.finditer(xml[:_HEAD]) if start[1]), None)
    if found is None:
        return xml
    first = _FIRST_ELEMENT.search(xml)
    if first is not None and first.start() < found.start():
        return xml  # inside the document it means nothing
    end = _end(xml, found.end())
    root = _ROOT.search(xml, found.end(), end)
    end = root.start() if root else end  # a quotation without an end would swallow the feed
    return xml[: found.start()] + _harmless(xml[found.start() : end]) + xml[end:]


def _end(xml: str, start: int) -> int:
    """Where the declaration that runs at `start` ends; the first element at the latest."""
    depth = 1
    for part in _PART.finditer(xml, start):
        sign = part[0]
        if sign == "<":
            if _FIRST_ELEMENT.match(xml, part.start()):
                return part.start()
            depth += 1
        elif sign == ">":
            depth -= 1
            if not depth:
                return part.end()
    return len(xml)


def _harmless(declaration: str) -> str:
    kept = []
    for found in _ENTITY.finditer(declaration):
        value = found[2] if found[2] is not None else found[3]
        if len(value) <= _LONGEST and _PLAIN.fullmatch(value):
            kept.append(f'<!ENTITY {found[1]} "{value}">')
    return "<!DOCTYPE feed [\n" + "\n".join(kept[:_MOST]) + "\n]>" if kept else ""
