"""How well extractors find the main text of the ten pages in tests/feeds/pages, by words.

`python -m tests.bench.extractors` prints, for each page and each extractor that is installed, the
precision and the recall of the words found (with repeats, order left out) against the text of the page
written down beside it. Words are runs of letters and digits; of Chinese every character is one.
"""

from __future__ import annotations

import importlib.util
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

PAGES = Path(__file__).resolve().parents[1] / "feeds" / "pages"

Extractor = Callable[[str, str], str]
_WORD = re.compile(r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+")


def pages() -> Iterator[tuple[str, str, str]]:
    """The name, the HTML and the main text of each page."""
    for path in sorted(PAGES.glob("*.html")):
        yield (
            path.stem,
            path.read_text(encoding="utf-8"),
            path.with_suffix(".txt").read_text(encoding="utf-8"),
        )


def agreement(found: str, wanted: str) -> tuple[float, float]:
    """Precision and recall of the words of a text."""
    ours, theirs = (Counter(_WORD.findall(text.casefold())) for text in (found, wanted))
    common = (ours & theirs).total()
    return common / max(1, ours.total()), common / max(1, theirs.total())


def ours(html: str, url: str) -> str:
    """What Reader takes: trafilatura's tree, made blocks, less title and notices."""
    from reader.errors import ParseError
    from reader.feeds.page import parse_page

    try:
        return parse_page(html, url).document.text
    except ParseError:
        return ""


def readability(html: str, url: str) -> str:
    """readability-lxml's summary, made blocks in the same way."""
    from reader.text.html import html_to_document

    module: Any = importlib.import_module("readability")
    return html_to_document(module.Document(html, url=url).summary(html_partial=True), url).text


def longest_run(html: str, url: str) -> str:
    """A baseline: the element whose own paragraphs hold the most text."""
    from lxml.html import document_fromstring

    tree: Any = document_fromstring(html)
    parents = {paragraph.getparent() for paragraph in tree.iter("p")}
    texts = ("\n\n".join(child.text_content() for child in parent if child.tag == "p") for parent in parents)
    return max(texts, key=len, default="")


def extractors() -> dict[str, Extractor]:
    """Those that are installed, by name."""
    found: dict[str, Extractor] = {"reader": ours, "longest run": longest_run}
    if importlib.util.find_spec("readability"):
        found["readability"] = readability
    return found


def main() -> None:
    known = extractors()
    totals = {name: [0.0, 0.0] for name in known}
    print(f"{'page':10}" + "".join(f"{name:>20}" for name in known))
    count = 0
    for name, html, wanted in pages():
        count += 1
        line = f"{name:10}"
        for extractor, run in known.items():
            precision, recall = agreement(run(html, f"https://site.example/{name}"), wanted)
            totals[extractor][0] += precision
            totals[extractor][1] += recall
            line += f"{precision:13.3f} {recall:6.3f}"
        print(line)
    print(f"{'mean':10}" + "".join(f"{p / count:13.3f} {r / count:6.3f}" for p, r in totals.values()))


if __name__ == "__main__":
    main()
