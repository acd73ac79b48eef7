"""Rows into a table, as PostgreSQL reads them fastest."""

import tempfile
from datetime import datetime

IN_MEMORY = 64 * 1024**2


def into(cursor, target, lines):
    """Rows into a table, through a file where they are many."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY, mode="w+", encoding="utf-8") as file:
        for line in lines:
            file.write("\t".join(map(_cell, line)) + "\n")
        file.seek(0)
        cursor.copy_expert(f"COPY {target} FROM STDIN", file)


def _cell(value):
    match value:
        case None:
            return "\\N"
        case bytes():
            return "\\\\x" + value.hex()
        case list():
            return "{" + ",".join(f'"{each}"' for each in value) + "}"
        case bool():
            return "t" if value else "f"
        case datetime():
            return value.isoformat()
    return str(value).replace("\\", "\\\\").replace("\t", " ").replace("\n", " ")
