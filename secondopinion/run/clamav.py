"""The settings file of the virus scanner: `python -m secondopinion.run.clamav SOCKET TEMPORARY SIGNATURES`."""

import sys
from pathlib import Path
from string import Template

TEMPLATE = Path(__file__).with_name("clamd.conf")
LONGEST = "2000M"


def text(socket: str, temporary: str, signatures: str, longest: str = LONGEST) -> str:
    places = {"socket": socket, "temporary": temporary, "signatures": signatures, "longest": longest}
    return Template(TEMPLATE.read_text()).substitute(places)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    print(text(*sys.argv[1:]), end="")
