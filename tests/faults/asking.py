"""What a running site's tables say, asked in a process of its own."""

import json

ASK = """
import json, sys, django; django.setup()
from intake.models import SecondOpinionRequest as C, Notice as N
print(json.dumps(eval(sys.argv[1])))
"""


def ask(site, expression):
    """The value of an expression over `C` (cases) and `N` (notices)."""
    return json.loads(site.python("-c", ASK, expression).strip().splitlines()[-1])
