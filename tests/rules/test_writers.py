"""Who writes what."""

import ast

from tests.rules import tree

WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITER = "intake/domain/transitions.py"
# The session and Django's own forms are not our tables.
NOT_TABLES = {"session", "self", "super", "data", "initial", "attrs", "kwargs", "cleaned", "context", "values", "found"}


def attribute_calls(module):
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node


def root(node):
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.value if not isinstance(node, ast.Call) else node.func
    return node.id if isinstance(node, ast.Name) else ""


def test_one_module_writes_status_and_it_is_still_there():
    stores = {
        str(module)
        for module in tree.modules(*tree.APPS)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr == "status" and isinstance(node.ctx, ast.Store)
    }

    assert stores == {WRITER}


def test_one_module_writes_the_state_of_a_files_check():
    """A file that is not clean is shown to nobody: one function decides what it is."""
    writers = {
        str(module)
        for module in tree.modules(*tree.APPS)
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Attribute) and node.attr == "scan" and isinstance(node.ctx, ast.Store))
        or (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in WRITES
            and any(keyword.arg == "scan" for keyword in node.keywords)
        )
    }

    assert writers == {"records/domain/scans.py"}


def test_no_write_names_a_status():
    """`update(status=...)`, `create(status=...)`: the same thing by another door."""
    named = [
        tree.place(module, node)
        for module in tree.modules(*tree.APPS)
        for node in attribute_calls(module)
        if node.func.attr in WRITES and any(keyword.arg == "status" for keyword in node.keywords)
    ]

    assert named == []


def test_attributes_are_set_by_name_only_where_stamps_are_made():
    allowed = {"intake/domain/transitions.py", "records/domain/transitions.py"}
    users = {
        str(module)
        for module in tree.inside()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "setattr"
    }

    assert users <= allowed


def test_only_the_domain_writes():
    wrong = [
        tree.place(module, node)
        for module in tree.modules(*tree.APPS)
        if module.layer is not None and module.layer != 4
        for node in attribute_calls(module)
        if node.func.attr in WRITES and _is_table(node)
    ]

    assert wrong == []


def _is_table(node):
    """A call on a queryset or a row; dictionaries have `update` too."""
    owner = node.func.value
    if node.func.attr == "update" and not _mentions_objects(owner):
        return False
    return root(owner) not in NOT_TABLES


def _mentions_objects(node):
    return any(isinstance(part, ast.Attribute) and part.attr in {"objects", "filter", "all"} for part in ast.walk(node))


def test_the_outside_never_queries():
    wrong = [
        tree.place(module, node)
        for module in tree.outside()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]

    assert wrong == []


def test_no_form_is_bound_to_a_table():
    assert [module for module in tree.outside() if "ModelForm" in module.text and module.part != "admin"] == []


def test_one_writer_of_history():
    wrong = [module for module in tree.modules(*tree.APPS) if _makes(module, {"Event", "Access"})]

    assert {str(module) for module in wrong} <= {"intake/domain/history.py", "records/domain/seed.py"}


def test_one_writer_of_answers_and_their_copies():
    names = {"Answer", "Child", "Contact", "SearchWord"}
    wrong = [module for module in tree.modules(*tree.APPS) if _makes(module, names)]

    assert {str(module).removesuffix(".py") for module in wrong} <= {
        *("intake/domain/answers", "intake/domain/copies", "intake/domain/retention", "records/domain/seed")
    }


def _makes(module, names):
    """The module creates, changes or deletes rows of one of these models."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            return True
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in WRITES
            and root(node.func.value) in names
        ):
            return True
    return False


def test_sql_by_hand_stays_where_it_belongs():
    """Cursors: the doorbell, the rate limits' one statement, many rows at once, and queries."""
    allowed = {
        *("intake/domain/outbox.py", "intake/domain/limits.py", "records/domain/seed.py"),
        "records/domain/chasing.py",
    }
    users = {
        str(module)
        for module in tree.modules(*tree.APPS)
        if module.part != "queries"
        for node in attribute_calls(module)
        if node.func.attr in {"cursor", "raw"}
    }

    assert users <= allowed
