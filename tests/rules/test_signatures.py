"""The inside reads no clock and no request; who and when are said by name."""

import ast

from tests.rules import tree

CLOCKS = {"now", "today", "localdate", "localtime", "utcnow"}


def test_the_inside_reads_no_clock():
    wrong = [
        tree.place(module, node)
        for module in tree.inside()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"timezone", "datetime", "date", "time"}
    ]

    assert wrong == []


def test_no_column_sets_its_own_time():
    assert [module for module in tree.modules(*tree.APPS) if "auto_now" in module.text] == []


def test_the_inside_knows_no_request():
    wrong = [
        tree.place(module, function)
        for module in tree.inside()
        for function in module.functions()
        if any(argument.arg == "request" for argument in [*function.args.args, *function.args.kwonlyargs])
    ]

    assert wrong == []


def test_who_and_when_are_passed_by_name():
    wrong = [
        tree.place(module, function)
        for module in tree.modules(*tree.APPS)
        if module.part == "domain"
        for function in module.functions()
        if not function.name.startswith("_")
        and {"by", "now"} & {argument.arg for argument in function.args.args}
        and not _is_sweep(function)
    ]

    assert wrong == []


def _is_sweep(function):
    """The few that run over everything take only the moment."""
    return [argument.arg for argument in function.args.args] == ["now"]


def test_every_transaction_knows_its_moment():
    wrong = [
        tree.place(module, function)
        for module in tree.modules(*tree.APPS)
        if module.part == "domain"
        for function in module.functions()
        if any("atomic" in ast.dump(decorator) for decorator in function.decorator_list)
        and "now" not in {argument.arg for argument in [*function.args.args, *function.args.kwonlyargs]}
    ]

    assert wrong == []
