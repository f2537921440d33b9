"""The tables of articles.sqlite3 and how an older file becomes a current one.

`PRAGMA user_version` counts the migrations a file has seen. A file with articles in it is copied
aside before the first of them; all of them run in one transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from reader.errors import LibraryError
from reader.library import counting
from reader.library.files import create_private, sync_folder

_FIRST = """
CREATE TABLE feeds(
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,             -- hash of the first URL; stays when the feed moves
  url TEXT NOT NULL,
  title TEXT NOT NULL DEFAULT '',
  home TEXT NOT NULL DEFAULT '',
  etag TEXT NOT NULL DEFAULT '',       -- from here on what its server said last; times in seconds since 1970
  modified TEXT NOT NULL DEFAULT '',
  fetched INTEGER,
  succeeded INTEGER,
  next_try INTEGER,
  failures INTEGER NOT NULL DEFAULT 0,
  error TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX feeds_by_url ON feeds(url);

CREATE TABLE articles(
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- small and sequential; hashes would double the search index
  key TEXT NOT NULL UNIQUE,             -- hash of feed id and entry id: the article's name everywhere else
  feed INTEGER NOT NULL REFERENCES feeds,
  entry_id TEXT NOT NULL,
  title TEXT NOT NULL,
  url TEXT NOT NULL,
  author TEXT NOT NULL,
  source TEXT NOT NULL,
  given INTEGER,                        -- the date as the source gave it
  published INTEGER NOT NULL,           -- the date it is listed under
  updated INTEGER,
  added INTEGER NOT NULL,
  engine TEXT NOT NULL DEFAULT ''       -- version that made its annotations, '' for none
) STRICT;
CREATE INDEX articles_by_date ON articles(published, id, key);
CREATE INDEX articles_by_feed ON articles(feed, published, id);
CREATE INDEX articles_by_engine ON articles(engine, published, id);

CREATE TABLE texts(
  id INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
  text TEXT NOT NULL,
  layout BLOB NOT NULL,                 -- zlib of JSON: blocks and links
  enclosures TEXT NOT NULL,             -- JSON
  summary_only INTEGER NOT NULL
) STRICT;

CREATE TABLE annotations(
  id INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
  data BLOB NOT NULL                    -- zlib of the JSON of annotations_json.py
) STRICT;

CREATE TABLE entities(
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,                   -- person or place
  name TEXT NOT NULL,                   -- folded: no accents, no case
  shown TEXT NOT NULL,                  -- the name as first met
  country TEXT NOT NULL DEFAULT '',     -- of a resolved place, as the next four; else '' and NULL
  admin1 TEXT NOT NULL DEFAULT '',
  sort TEXT NOT NULL DEFAULT '',        -- country, admin1, city, ...
  lat REAL,
  lon REAL,
  lone INTEGER NOT NULL DEFAULT 0       -- 1 for a person of one article: a surname that tells nothing more
) STRICT;
CREATE INDEX entities_by_name ON entities(kind, name, lone, country, admin1, sort);

CREATE TABLE mentions(
  entity INTEGER NOT NULL REFERENCES entities,
  published INTEGER NOT NULL,           -- of the article, so that the newest need no join
  article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
  count INTEGER NOT NULL,
  official INTEGER NOT NULL,            -- 1 for a person with a public office
  tie INTEGER NOT NULL,                 -- identity.Tie: why it is this person
  PRIMARY KEY(entity, published, article)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX mentions_by_article ON mentions(article, entity);

CREATE TABLE offices(
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  status TEXT NOT NULL,
  UNIQUE(title, body, status)
) STRICT;
CREATE TABLE held(                      -- which article gives whom which office
  entity INTEGER NOT NULL REFERENCES entities,
  office INTEGER NOT NULL REFERENCES offices,
  published INTEGER NOT NULL,
  article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
  PRIMARY KEY(entity, office, published, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX held_by_article ON held(article);
CREATE INDEX held_by_office ON held(office);
CREATE TRIGGER held_leaving AFTER DELETE ON held BEGIN
  DELETE FROM offices WHERE id = old.office AND NOT EXISTS (SELECT 1 FROM held WHERE office = old.office);
END;

CREATE TRIGGER articles_redated AFTER UPDATE OF published ON articles
WHEN old.published != new.published BEGIN
  UPDATE mentions SET published = new.published WHERE article = new.id;
  UPDATE held SET published = new.published WHERE article = new.id;
END;

CREATE VIEW search_source AS
  SELECT a.id AS id, a.title AS title, t.text AS text FROM articles a JOIN texts t USING(id);
CREATE VIRTUAL TABLE search USING fts5(
  title, text, content='search_source', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);

-- The index is exact whoever writes: what leaves it is taken out with the values it was put in with.
CREATE TRIGGER texts_added AFTER INSERT ON texts BEGIN
  INSERT INTO search(rowid, title, text) SELECT id, title, text FROM search_source WHERE id = new.id;
END;
CREATE TRIGGER texts_changing BEFORE UPDATE OF text ON texts BEGIN
  INSERT INTO search(search, rowid, title, text)
    SELECT 'delete', id, title, text FROM search_source WHERE id = old.id;
END;
CREATE TRIGGER texts_changed AFTER UPDATE OF text ON texts BEGIN
  INSERT INTO search(rowid, title, text) SELECT id, title, text FROM search_source WHERE id = new.id;
END;
CREATE TRIGGER texts_leaving BEFORE DELETE ON texts BEGIN
  INSERT INTO search(search, rowid, title, text)
    SELECT 'delete', id, title, text FROM search_source WHERE id = old.id;
END;
CREATE TRIGGER titles_changing BEFORE UPDATE OF title ON articles BEGIN
  INSERT INTO search(search, rowid, title, text)
    SELECT 'delete', id, title, text FROM search_source WHERE id = old.id;
END;
CREATE TRIGGER titles_changed AFTER UPDATE OF title ON articles BEGIN
  INSERT INTO search(rowid, title, text) SELECT id, title, text FROM search_source WHERE id = new.id;
END;
CREATE TRIGGER articles_leaving BEFORE DELETE ON articles BEGIN
  DELETE FROM texts WHERE id = old.id;
END;
"""

_FULL_TEXTS = """
CREATE TABLE asides(                    -- of an article with two texts the one that is not in texts
  id INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
  origin TEXT NOT NULL,                 -- where this one came from: feed or page
  text TEXT NOT NULL,
  layout BLOB NOT NULL,                 -- as in texts
  summary_only INTEGER NOT NULL
) STRICT;
CREATE TABLE pages_in_vain(             -- articles whose page gives no more than their feed
  id INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE
) STRICT;
ALTER TABLE feeds ADD COLUMN seconds REAL;              -- that the last visit took
ALTER TABLE feeds ADD COLUMN requests INTEGER NOT NULL DEFAULT 0; -- that the last visit needed
"""

_FORGOTTEN = """
CREATE TABLE forgotten(                 -- entries that were deleted and are not to come back, forgetting.py
  feed INTEGER NOT NULL REFERENCES feeds,
  key TEXT NOT NULL,
  missed INTEGER,                       -- since when the feed has not served it, NULL while it does
  UNIQUE(feed, key)
) STRICT;
"""

# FTS5 writes a segment of its own for what a trigger adds, since a statement inside a trigger runs in a
# savepoint: whoever adds a text adds it to the index too, and the index gets a segment a transaction.
_INDEXED_DIRECTLY = """
DROP TRIGGER texts_added;
"""

_CORRECTED = """
ALTER TABLE annotations ADD COLUMN raw BLOB;            -- the engine's own, where corrections changed them
ALTER TABLE entities ADD COLUMN apart TEXT NOT NULL DEFAULT '';  -- mark of a person that was split off
CREATE TABLE corrections(
  id TEXT PRIMARY KEY,
  document TEXT NOT NULL,               -- JSON, as in the state
  name TEXT NOT NULL,                   -- folded
  other TEXT NOT NULL,                  -- folded: who that is in all articles, '' for nobody else
  gone INTEGER NOT NULL,                -- 1 for one that was taken back
  done INTEGER NOT NULL                 -- 1 when every article has been made with it
) STRICT;
CREATE INDEX corrections_by_name ON corrections(name);
CREATE INDEX annotations_corrected ON annotations(id) WHERE raw IS NOT NULL;
"""

_STORIES = """
ALTER TABLE articles ADD COLUMN link INTEGER;           -- canonical.link_number
ALTER TABLE articles ADD COLUMN headline INTEGER;       -- canonical.headline_number
ALTER TABLE articles ADD COLUMN story INTEGER;          -- see stories.py; NULL for one that is alone
CREATE INDEX articles_by_link ON articles(link) WHERE link IS NOT NULL;
CREATE INDEX articles_by_headline ON articles(headline, published) WHERE headline IS NOT NULL;
CREATE INDEX articles_by_story ON articles(story, id) WHERE story IS NOT NULL;
CREATE TRIGGER stories_leaving AFTER DELETE ON articles WHEN old.story IS NOT NULL BEGIN
  UPDATE articles SET story = NULL WHERE story = old.story
    AND (SELECT count(*) FROM articles WHERE story = old.story) = 1;
END;
"""

_ASKED_FOR = """
-- What the feed asks for: seconds between visits, hours in UTC and days from 0 for Monday without any.
ALTER TABLE feeds ADD COLUMN interval INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN skipped_hours TEXT NOT NULL DEFAULT ''; -- numbers between blanks
ALTER TABLE feeds ADD COLUMN skipped_days TEXT NOT NULL DEFAULT '';
"""


def _group_stored(connection: sqlite3.Connection) -> None:
    from reader.library.stories import group_stored  # only this migration needs it, every program the rest

    group_stored(connection)


Migration = str | Callable[[sqlite3.Connection], None]
MIGRATIONS: tuple[Migration, ...] = (
    _FIRST,
    _FULL_TEXTS,
    _FORGOTTEN,
    _INDEXED_DIRECTLY,
    _CORRECTED,
    _STORIES,
    _group_stored,
    counting.MIGRATION,
    _ASKED_FOR,
)
"""What each version adds: statements, or a function where SQL does not suffice."""
APPLICATION_ID = 0x52454144  # "READ", what file(1) and other programs know the file by


def is_current(connection: sqlite3.Connection) -> bool:
    return _version(connection) == len(MIGRATIONS)


def bring_up_to_date(
    connection: sqlite3.Connection, path: Path, migrations: tuple[Migration, ...] = MIGRATIONS
) -> None:
    """Create the tables, or migrate them; under the folder's lock. Raises LibraryError for a file of
    a newer program, sqlite3.Error with the file unchanged."""
    version = _version(connection)
    if version > len(migrations):
        raise LibraryError(f"{path} was made by a newer Reader; update this one to open it")
    if version == len(migrations):
        return
    if version:
        _back_up(connection, path.with_name(f"{path.name}.version-{version}"))
    else:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # has to come before everything else
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    try:
        connection.execute("BEGIN IMMEDIATE")
        for number in range(version, len(migrations)):
            migration = migrations[number]
            if callable(migration):
                migration(connection)
                continue
            for statement in _statements(migration):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _back_up(connection: sqlite3.Connection, target: Path) -> None:
    create_private(target)
    copy = sqlite3.connect(target)
    try:
        connection.backup(copy)
    finally:
        copy.close()
    sync_folder(target.parent)


def _statements(script: str) -> list[str]:
    """The statements of a script; `executescript` would commit the transaction around it."""
    statements, part = [], ""
    for piece in script.split(";")[:-1]:
        part += piece + ";"
        if sqlite3.complete_statement(part):
            statements.append(part)
            part = ""
    return statements
