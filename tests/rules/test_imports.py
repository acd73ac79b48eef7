"""Which module may know which."""

import os
import subprocess
import sys

from tests.rules import tree


def target(name):
    """(app, layer) of an imported name, or None outside the apps."""
    app, part, *_ = [*name.split("."), ""]
    return (app, tree.LAYERS.get(part)) if app in tree.APPS else None


def test_every_module_has_a_layer():
    strays = [
        module for module in tree.modules(*tree.APPS) if module.layer is None and module.part not in tree.WITHOUT_LAYER
    ]

    assert strays == []


def test_records_imports_intake_and_never_back():
    backwards = [
        (module, name) for module in tree.modules("intake") for name in module.imports() if _of(name, "records")
    ]

    assert backwards == []


def test_nothing_imports_the_wiring():
    wired = [
        (module, name) for module in tree.modules(*tree.APPS) for name in module.imports() if _of(name, "secondopinion")
    ]

    assert wired == []


def test_imports_point_inwards():
    outward = [
        (module, name)
        for module in tree.modules(*tree.APPS)
        for name in module.imports()
        if module.layer is not None and (found := target(name)) and found[1] is not None and found[1] > module.layer
    ]

    assert outward == []


def test_no_import_hides_in_a_function():
    """An import that comes late is a circle in disguise; only slow packages of others may."""
    late = [
        tree.place(module, node)
        for module in tree.modules(*tree.APPS)
        for function in module.functions()
        for node in function.body
        if node.__class__.__name__ in {"Import", "ImportFrom"} and not _is_slow_package(node)
    ]

    assert late == []


SLOW = {
    *("boto3", "storages", "fhir", "numpy", "pikepdf", "pypdfium2", "PIL", "pi_heif", "pycdlib", "pydicom"),
    *("typst", "segno", "zxingcpp"),
}


def _is_slow_package(node):
    names = [node.module or ""] if hasattr(node, "module") else [alias.name for alias in node.names]
    return all(name.split(".")[0] in SLOW for name in names)


OPENS_FILES = SLOW - {"boto3", "storages", "fhir", "PIL"}  # the QR codes take PIL where it is
LOAD = "import sys, django; django.setup(); import secondopinion.urls, records.tasks; print(*sys.modules)"


def test_pages_and_tasks_never_load_what_opens_strangers_files():
    """Those libraries live in the limited child alone; half a second of start and their holes stay out of the rest."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "secondopinion.settings"}
    said = subprocess.run([sys.executable, "-c", LOAD], env=environment, capture_output=True, text=True, check=True)

    assert not OPENS_FILES & set(said.stdout.split())


def _of(name, app):
    return name.split(".")[0] == app
