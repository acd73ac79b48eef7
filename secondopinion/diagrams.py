"""Draws the state diagrams from the tables of moves: `make diagrams` writes each app's states.mmd."""

from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parent.parent
TABLES = {"intake": "TRANSITIONS", "records": "ITEM_TRANSITIONS"}
STARTS = {"intake": "draft", "records": "needed"}
BACK = "back"


def drawn(app: str) -> str:
    """A Mermaid state diagram: one arrow a source and action."""
    states = import_module(f"{app}.states")
    table = getattr(states, TABLES[app])
    arrows = [
        f"    {source} --> {step.target if step.target != BACK else _where_from(table, source)}: {action}"
        for action, step in table.items()
        for source in sorted(step.sources)
    ]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {STARTS[app]}", *arrows, ""])


def _where_from(table, source: str) -> str:
    """Where a state that leads back was entered from, in one word for the picture."""
    return min(str(status) for step in table.values() if step.target == source for status in step.sources)


def main() -> None:
    for app in TABLES:
        (ROOT / app / "states.mmd").write_text(drawn(app))


if __name__ == "__main__":
    main()
