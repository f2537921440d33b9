"""What an index of people and places sorts by: kept beside each of them, because counting a million
mentions whenever an index is opened takes too long. Triggers keep it exact whoever writes."""

from __future__ import annotations

import sqlite3


def _latest_office(entity: str) -> str:
    return (
        "(SELECT h.office FROM held h JOIN offices o ON o.id = h.office"
        f" WHERE h.entity = {entity} ORDER BY h.published DESC, o.status = 'current' DESC, o.id LIMIT 1)"
    )


_ADD = """
  UPDATE entities SET articles = articles + 1, mentions = mentions + new.count,
    officially = officially + new.official,
    first = min(coalesce(first, new.published), new.published),
    last = max(coalesce(last, new.published), new.published) WHERE id = new.entity;
"""
_TAKE_AWAY = """
  UPDATE entities SET articles = articles - 1, mentions = mentions - old.count,
    officially = officially - old.official,
    first = (SELECT min(published) FROM mentions WHERE entity = old.entity),
    last = (SELECT max(published) FROM mentions WHERE entity = old.entity) WHERE id = old.entity;
"""

MIGRATION = f"""
ALTER TABLE entities ADD COLUMN articles INTEGER NOT NULL DEFAULT 0;   -- that name it
ALTER TABLE entities ADD COLUMN mentions INTEGER NOT NULL DEFAULT 0;   -- in them
ALTER TABLE entities ADD COLUMN officially INTEGER NOT NULL DEFAULT 0; -- articles that know a public office
ALTER TABLE entities ADD COLUMN first INTEGER;
ALTER TABLE entities ADD COLUMN last INTEGER;
ALTER TABLE entities ADD COLUMN office INTEGER;                        -- the one that was given last
ALTER TABLE entities ADD COLUMN home TEXT NOT NULL DEFAULT '';         -- of an official, see `vote_for_home`
ALTER TABLE entities ADD COLUMN votes INTEGER NOT NULL DEFAULT 0;      -- for home
CREATE INDEX entities_by_articles ON entities(kind, lone, articles);
CREATE INDEX entities_by_last ON entities(kind, lone, last);
CREATE INDEX entities_by_office ON entities(office) WHERE office IS NOT NULL;
CREATE INDEX entities_by_home ON entities(home, kind) WHERE home > '';
CREATE INDEX held_by_date ON held(entity, published);
CREATE INDEX texts_short ON texts(summary_only) WHERE summary_only = 1;
UPDATE entities SET (articles, mentions, officially, first, last) =
  (SELECT count(*), coalesce(sum(count), 0), coalesce(sum(official), 0), min(published), max(published)
   FROM mentions WHERE entity = entities.id);
UPDATE entities SET office = {_latest_office("entities.id")};
UPDATE entities SET votes = 1, home = coalesce(
  (SELECT e.country FROM mentions m JOIN entities e ON e.id = m.entity WHERE e.country != '' AND m.article =
    (SELECT article FROM mentions WHERE entity = entities.id AND official = 1 ORDER BY published DESC LIMIT 1)
   ORDER BY m.count DESC LIMIT 1), '') WHERE kind = 'person' AND officially > 0;
CREATE TRIGGER mentions_counted AFTER INSERT ON mentions BEGIN {_ADD} END;
CREATE TRIGGER mentions_discounted AFTER DELETE ON mentions BEGIN {_TAKE_AWAY} END;
CREATE TRIGGER mentions_recounted AFTER UPDATE OF entity, published, count, official ON mentions BEGIN
  {_TAKE_AWAY} {_ADD}
END;
CREATE TRIGGER held_added AFTER INSERT ON held BEGIN
  UPDATE entities SET office = {_latest_office("new.entity")} WHERE id = new.entity;
END;
CREATE TRIGGER held_gone AFTER DELETE ON held BEGIN
  UPDATE entities SET office = {_latest_office("old.entity")} WHERE id = old.entity;
END;
CREATE TRIGGER held_changed AFTER UPDATE OF entity, published ON held BEGIN
  UPDATE entities SET office = {_latest_office("entities.id")} WHERE id IN (old.entity, new.entity);
END;
"""


def vote_for_home(connection: sqlite3.Connection, person: int, country: str) -> None:
    """Count an article that gives a person an office and is about this country.

    The country of most articles wins without a count for each of them (Boyer and Moore, MJRTY, 1981).
    """
    connection.execute(
        "UPDATE entities SET votes = CASE WHEN home IN (?1, '') THEN votes + 1 ELSE max(votes - 1, 1) END,"
        " home = CASE WHEN home IN (?1, '') OR votes <= 1 THEN ?1 ELSE home END WHERE id = ?2",
        (country, person),
    )
