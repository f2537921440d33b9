"""Documents that say nothing about themselves, or say it in the wrong place."""

from __future__ import annotations

import pytest

from reader.errors import ParseError
from reader.feeds.parse import parse_feed
from reader.feeds.source import read_source
from reader.model import ParsedFeed

URL = "http://feeds.example/all.xml"

UNDECLARED = {
    "koi8_r": "Городской совет принял бюджет на следующий год",
    "cp1251": "Паромная линия через залив откроется весной",
    "shift_jis": "市議会は新しいフェリー航路の予算を承認しました",
    "euc_jp": "市議会は新しいフェリー航路の予算を承認しました",
    "gb2312": "市议会批准了新轮渡航线的预算并将于春季开放",
    "big5": "市議會批准了新渡輪航線的預算並將於春季開放",
    "euc_kr": "시의회는 새로운 여객선 노선의 예산을 승인했습니다",
    "cp1253": "Το δημοτικό συμβούλιο ενέκρινε τον προϋπολογισμό",
}


def feed(title: str) -> str:
    items = "".join(f"<item><title>{title} {n}</title><guid>{n}</guid></item>" for n in range(4))
    return f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'


@pytest.mark.parametrize("encoding", UNDECLARED)
def test_a_script_of_its_own_is_known_by_its_letters(encoding: str) -> None:
    title = UNDECLARED[encoding]
    assert parse_feed(feed(title).encode(encoding), URL).title == title


@pytest.mark.parametrize(
    "title",
    [
        "Été à Genève : le canal rouvre, les élus ont décidé",
        "Übergänge für Fußgänger: Bürger hören Gemeinderäte",
        "“Café – naïve façade” isn’t €5",
    ],
)
def test_western_text_is_not_guessed_at(title: str) -> None:
    assert parse_feed(feed(title).encode("cp1252"), URL).title == title


def test_a_document_type_in_a_comment_is_none() -> None:
    body = "<!-- a feed with <!DOCTYPE in a comment -->" + feed("Ferry line approved <![CDATA[<!DOCTYPE]]>")
    assert len(parse_feed(body.encode(), URL).entries) == 4


def test_white_space_around_a_feed_neither_hides_it_nor_cuts_it_off() -> None:
    blanks = b"\n " * 100_000
    found = read_source(blanks + feed("Ferry line approved").encode() + blanks, URL)
    assert isinstance(found, ParsedFeed)
    assert (len(found.entries), found.problem, found.article) == (4, "", False)


def test_a_file_without_a_word_is_no_article() -> None:
    for body in (b"<", b"-- * --\n\n...\n"):
        with pytest.raises(ParseError, match="neither a feed nor an article"):
            read_source(body, "file:///notes.txt")
    assert isinstance(read_source(b"Quay", "file:///notes.txt"), ParsedFeed)
