"""How much of one document is read. Real feeds stay far below; hostile ones do not."""

MAX_ENTRIES = 10_000
MAX_FIELD = 2 * 1024 * 1024
"""Characters of one text."""
MAX_TITLE = 500
MAX_NAME = 200
MAX_ID = 1000
MAX_ENCLOSURES = 50
