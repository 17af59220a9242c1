"""The one rule of the structure: a module imports what is to its left, never to its right or beside it."""

import ast
from pathlib import Path

import coprodesk

ROOT = Path(coprodesk.__file__).parent
LAYERS = [
    {"assets", "places"},
    {"domain"},
    {"store"},
    {"queries"},
    {"commands"},
    {"documents"},
    {"exchange"},
    {"session", "screen"},
    {"ui", "cli"},
    {"__main__"},
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
HOMES = {
    "PySide6": {"ui"},
    "shiboken6": {"ui"},
    "pypdfium2": {"ui"},
    "sqlcipher3": {"store"},
    "pysqlite3": {"store"},
    "sqlite3": set(),
    "apsw": set(),
    "sqlite_utils": {"store"},
    "reportlab": {"documents"},
    "PIL": {"documents"},
    "docx": {"documents"},
    "openpyxl": {"exchange"},
    "icalendar": {"exchange"},
    "python_calamine": {"exchange"},
    "vobject": {"exchange"},
    "markdown_it": {"documents"},
    "hunspell": {"exchange"},
}
HEAVY = {
    "sqlite_utils",
    "reportlab",
    "openpyxl",
    "python_calamine",
    "vobject",
    "pypdfium2",
    "docx",
    "icalendar",
    "hunspell",
}
DOCUMENTS_USE = {"assets", "domain", "queries", "documents"}


def layer_of(path: Path) -> str:
    relative = path.relative_to(ROOT)
    return relative.parts[0].removesuffix(".py")


def imports_of(tree: ast.Module) -> list[tuple[str, bool]]:
    """Every imported module with whether it is imported as soon as the file is."""
    at_once = {
        id(node)
        for top in tree.body
        if not isinstance(top, ast.FunctionDef | ast.ClassDef)
        and not (isinstance(top, ast.If) and "TYPE_CHECKING" in ast.dump(top.test))
        for node in ast.walk(top)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, id(node) in at_once) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the layer"
            if node.module == "coprodesk":
                found += [(f"coprodesk.{alias.name}", id(node) in at_once) for alias in node.names]
            else:
                found.append((node.module or "", id(node) in at_once))
    return found


def faults(source: str, layer: str, where: str) -> list[str]:
    found = []
    for name, at_once in imports_of(ast.parse(source)):
        package, _, rest = name.partition(".")
        if package == "coprodesk":
            other = rest.split(".")[0]
            if other not in RANK:
                continue
            if RANK[other] > RANK[layer] or (RANK[other] == RANK[layer] and other != layer):
                found.append(f"{where}: {layer} imports {name}")
            if layer == "documents" and other not in DOCUMENTS_USE:
                found.append(f"{where}: documents imports {name}")
        if package in HOMES and layer not in HOMES[package]:
            found.append(f"{where}: {name} is not for {layer}")
        if package in HEAVY and at_once and not is_engine(where):
            found.append(f"{where}: {name} is imported at start-up")
    return found


def is_engine(where: str) -> bool:
    """Modules that are themselves imported only when their library is needed."""
    return any(part in where for part in ("documents/", "exchange/", "ui/pdf", "ui/preview"))


def test_layers_hold() -> None:
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        if path.parent == ROOT and path.stem == "__init__":
            continue
        found += faults(path.read_text(encoding="utf-8"), layer_of(path), str(path.relative_to(ROOT)))
    assert not found, "\n".join(found)


def test_a_wrong_import_is_seen() -> None:
    assert faults("from coprodesk.ui import shell", "domain", "x.py")
    assert faults("from coprodesk import cli", "ui", "x.py")
    assert faults("import PySide6.QtCore", "documents", "x.py")
    assert faults("from coprodesk.store import Store", "documents", "documents/x.py")
    assert faults("import sqlite_utils", "store", "store/x.py")
    assert not faults("def late():\n    import sqlite_utils", "store", "store/x.py")


def test_every_module_has_a_layer() -> None:
    names = {layer_of(path) for path in ROOT.rglob("*.py")} - {"__init__"}
    assert names <= set(RANK), names - set(RANK)
