"""The house as its source shows it: modules, layers, imports, functions. Read once, nothing is imported."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
APPS = ("intake", "records")
LAYERS = {
    **dict.fromkeys(
        ("states", "wording", "folding", "facts", "sealing", "anywhere", "references", "voice", "passphrases"), 0
    ),
    "models": 1,
    **dict.fromkeys(("queries", "paging"), 2),
    "policies": 3,
    **dict.fromkeys(("domain", "scanning", "papers"), 4),
    **dict.fromkeys(("doors", "find", "entry", "middleware", "forms", "wizard", "exports", "templatetags"), 5),
    **dict.fromkeys(("board", "story", "casebook", "waits", "arriving"), 5),
    **dict.fromkeys(("views", "tasks", "admin", "management"), 6),
    "urls": 7,
}
WITHOUT_LAYER = {"apps", "migrations", "", "checks"}  # Django's own parts: they import what Django asks for


class Module:
    def __init__(self, path):
        self.path = path.relative_to(ROOT)
        self.text = path.read_text()
        self.tree = ast.parse(self.text)
        self.app, *rest = self.path.with_suffix("").parts
        self.part = rest[0] if rest and rest[0] != "__init__" else ""

    def __repr__(self):
        return str(self.path)

    @property
    def layer(self):
        return LAYERS.get(self.part)

    def functions(self):
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)]

    def imports(self):
        """Absolute names of what is imported anywhere in the module, also inside functions."""
        package = [*self.path.parent.parts]
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = package[: len(package) - node.level + 1] if node.level else []
                start = ".".join([*base, *([node.module] if node.module else [])])
                yield from (f"{start}.{alias.name}" for alias in node.names)


@cache
def modules(*folders):
    """The product's modules below these folders, migrations left out."""
    paths = [path for folder in folders or (*APPS, "secondopinion") for path in sorted((ROOT / folder).rglob("*.py"))]
    return [Module(path) for path in paths if "migrations" not in path.parts]


def inside():
    return [module for module in modules(*APPS) if module.layer is not None and module.layer <= 4]


def outside():
    return [module for module in modules(*APPS) if module.layer is not None and module.layer >= 5]


def place(module, node):
    return f"{module}:{node.lineno}"
