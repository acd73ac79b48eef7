"""The files that came together with one, page by page: in lists a batch of many is one line."""

from intake import paging
from records import board
from records.queries import items as queries


def context(request, case, upload, line):
    """What <room>/batch.html draws. `line(line)`: a file's line with the addresses that this room gives it."""
    found = queries.together(case, upload, request.user, request.GET.get("page", ""))
    tokens = {"first": found.prev and "1", "prev": found.prev, "next": found.next, "last": found.next and paging.LAST}
    pager = {name: f"{request.path}?page={token}" if token else "" for name, token in tokens.items()}
    return {
        "case": case, "files": [line(board.file_line(each, request.user)) for each in found.rows],
        "pager": {**pager, "first": tokens["first"] and request.path},
    }  # fmt: skip
