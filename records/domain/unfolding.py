"""Members of a checked archive become files of their own: sealed, scanned and judged one by one."""

import os

from intake.domain.errors import Refused
from records.models import Inspection
from records.policies import items as policies
from records.policies import studies
from records.queries import scans as queries
from records.scanning import limited

from . import inspecting, uploads

DEEPEST = 3
WALL = 900.0  # seconds for all members of one archive, storing included
CONTENTS = "DICOMDIR"  # a disc's own table


class Held:
    """One member's bytes, in memory without a name: gone with this process, never on a disk."""

    def __init__(self, path):
        self.path = path.replace("\\", "/")
        self.name = self.path.rsplit("/", 1)[-1]
        self.file = os.fdopen(os.memfd_create("member"), "w+b")
        self.size = 0

    def write(self, piece):
        self.file.write(piece)
        self.size += len(piece)

    def read(self, size=-1):
        return self.file.read(size)

    def seek(self, *where):
        return self.file.seek(*where)

    def tell(self):
        return self.file.tell()

    def chunks(self, chunk_size=1024**2):
        self.seek(0)
        yield from iter(lambda: self.read(chunk_size), b"")

    def close(self):
        self.file.close()


def unfold(upload, *, now):
    """Keep each member of a kind we take. Whoever does it again keeps nothing twice. -> {"kept", "left", "absent"}"""
    if upload.kind not in inspecting.UNFOLDED or queries.depth(upload) >= DEEPEST:
        return {}
    said = {"kept": 0, "left": 0, "absent": []}
    names, contents = [], None
    with inspecting.opened(upload) as file:
        for member in _members(file, upload.kind, said):
            names.append(member.path)
            said["kept" if _keep(upload, member, now) else "left"] += 1
            if member.name.upper() == CONTENTS:
                contents = member
            else:
                member.close()
    if contents is not None:
        said["absent"] = studies.absent(limited.first("dicom", contents).get("listed", ()), names)
        contents.close()
    return said


def _members(file, kind, said):
    """Each whole member, one at a time."""
    member = None
    for part in limited.run("members", file, kind=kind, wall=WALL):
        if isinstance(part, bytes):
            member.write(part)
            continue
        if member is not None:
            yield member
        member = Held(part["name"]) if "name" in part else None
        said["left"] += part.get("left", 0)


def _keep(upload, member, now):
    """-> whether it was taken; what the same sender has sent before is there already"""
    item = upload.item if upload.item and policies.open_for_files(upload.item) else None
    member.seek(0)
    try:
        kept = uploads.add(upload.case, item, member, by=upload.uploaded_by, now=now)
    except Refused:
        return False
    Inspection.objects.update_or_create(upload=kept, defaults={"source": upload})
    return True
