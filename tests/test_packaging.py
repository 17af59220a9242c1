"""The packages agree with the program: same version, same names, parts pinned, the user’s own left alone."""

import argparse
import ast
import configparser
import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import coprodesk
from coprodesk.cli.parser import grammar
from coprodesk.exchange import sheets
from coprodesk.store import driver

ROOT = Path(__file__).parent.parent
PACKAGING = ROOT / "packaging"
LINUX, WINDOWS = PACKAGING / "linux", PACKAGING / "windows"
TEXTS = [
    path
    for path in sorted(PACKAGING.rglob("*"))
    if path.is_file() and path.suffix not in (".png", ".pyc") and "__pycache__" not in path.parts
]
NEWS = "# Quoi de neuf\n\n## {version} – 1er décembre 2026\n\nEssai.\n\n- L’[aide](contents) **est** là.\n"


def load(path: Path) -> ModuleType:
    """Import a script of packaging/, which is no package."""
    spec = importlib.util.spec_from_file_location(f"packaging_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


papers = load(LINUX / "papers.py")
steps = load(PACKAGING / "steps.py")


def released() -> list[papers.Release]:  # type: ignore[name-defined]
    return papers.releases(NEWS.format(version=coprodesk.__version__))


def told(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False, timeout=60)


# One name, one version


def test_the_desktop_entry_bears_the_name_that_the_window_gives() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment, method-assign]
    entry.read(LINUX / "coprodesk.desktop", encoding="utf-8")
    desktop = entry["Desktop Entry"]
    window = (ROOT / "coprodesk/ui/app.py").read_text(encoding="utf-8")
    assert re.search(r'setDesktopFileName\("(.+?)"\)', window)[1] == "coprodesk"  # type: ignore[index]
    assert desktop["Exec"].split() == ["coprodesk", "%f"]
    assert desktop["Icon"] == "coprodesk"
    assert desktop["StartupWMClass"] == re.search(r'setApplicationName\("(.+?)"\)', window)[1]  # type: ignore[index]
    assert desktop["MimeType"] == "application/x-coprodesk;"
    assert desktop["Comment[fr]"]


def test_a_council_file_is_known_by_its_name_and_by_its_number() -> None:
    root = ET.parse(LINUX / "coprodesk.xml").getroot()
    space = {"m": root.tag[1:].partition("}")[0]}
    kind = root.find("m:mime-type", space)
    assert kind is not None
    assert kind.get("type") == "application/x-coprodesk"
    assert kind.find("m:glob", space).get("pattern") == "*.copro"  # type: ignore[union-attr]
    number = kind.find("m:magic/m:match/m:match", space)
    assert number is not None
    assert (number.get("offset"), number.get("type")) == ("68", "big32")
    assert int(number.get("value", ""), 16) == driver.APPLICATION_ID


def test_the_description_tells_the_version_and_leads_to_the_entry() -> None:
    template = (LINUX / "coprodesk.metainfo.xml").read_text(encoding="utf-8")
    root = ET.fromstring(papers.metainfo(template, released()))
    assert root.findtext("launchable") == "coprodesk.desktop"
    assert root.findtext("provides/mediatype") == "application/x-coprodesk"
    assert [one.get("version") for one in root.findall("releases/release")] == [coprodesk.__version__]
    assert f"{root.findtext('id')}.metainfo.xml" == papers.METAINFO


def test_the_version_is_written_in_one_place() -> None:
    written = [path.name for path in TEXTS if coprodesk.__version__ in path.read_text(encoding="utf-8")]
    assert [name for name in written if not name.startswith("requirements")] == []
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dynamic"] == [
        "version"
    ]


def test_news_of_another_version_stop_the_build() -> None:
    with pytest.raises(ValueError, match=re.escape(coprodesk.__version__)):
        papers.releases(NEWS.format(version="0.0.1"))


def test_the_program_s_own_news_tell_this_version() -> None:
    text = (ROOT / "resources/nouveautes.md").read_text(encoding="utf-8")
    assert papers.releases(text)[0].news


# What people read


def test_the_changelog_is_debian_s_form_of_the_news() -> None:
    lines = papers.changelog(released()).splitlines()
    assert lines[0] == f"coprodesk ({coprodesk.__version__}) stable; urgency=medium"
    assert "  * L’aide est là." in lines
    assert lines[-1].endswith("  Tue, 01 Dec 2026 12:00:00 +0000")


def verbs_of(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    return next(act.choices for act in parser._actions if isinstance(act, argparse._SubParsersAction))


def test_the_manual_tells_every_verb_and_every_option() -> None:
    parser = grammar()
    page = papers.man_page(parser, released()[0])
    verbs = verbs_of(parser)
    assert len(verbs) >= 10
    for name, verb in verbs.items():
        section = page.partition(f".SS {name}\n")[2].partition("\n.S")[0]
        assert section, name
        for option in (word for action in verb._actions for word in action.option_strings):
            assert option in ("-h", "--help") or option.replace("-", "\\-") in section, (name, option)


def test_a_verb_added_is_in_the_manual_at_once() -> None:
    parser = grammar()
    verbs = verbs_of(parser)
    verbs["inventé"] = argparse.ArgumentParser(prog="inventé", description="Un verbe de plus.")
    assert ".SS inventé\nUn verbe de plus." in papers.man_page(parser, released()[0])


def test_desktop_file_validate_finds_nothing() -> None:
    done = told("desktop-file-validate", LINUX / "coprodesk.desktop")
    assert (done.returncode, done.stdout) == (0, "")


def test_appstreamcli_finds_nothing(tmp_path: Path) -> None:
    template = (LINUX / "coprodesk.metainfo.xml").read_text(encoding="utf-8")
    described = tmp_path / papers.METAINFO
    described.write_text(papers.metainfo(template, released()), encoding="utf-8")
    done = told("appstreamcli", "validate", "--no-net", described)
    assert done.returncode == 0, done.stdout


def test_man_formats_the_manual_without_a_warning(tmp_path: Path) -> None:
    page = tmp_path / "coprodesk.1"
    page.write_text(papers.man_page(grammar(), released()[0]), encoding="utf-8")
    done = told("man", "--warnings", "-E", "UTF-8", "-Tutf8", "-Z", "-l", page)
    assert (done.returncode, done.stderr) == (0, "")


# What the packages are made of


def pins(name: str) -> dict[str, str]:
    """Return what is pinned in a file: name -> its lines."""
    text = (PACKAGING / name).read_text(encoding="utf-8")
    return {block.partition("==")[0]: block for block in re.split(r"\n(?=\S)", text.strip())}


def named(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


@pytest.mark.parametrize(
    ("file", "where"),
    [
        ("requirements.txt", ("project", "dependencies")),
        ("requirements-build.txt", ("dependency-groups", "packages")),
    ],
)
def test_every_dependency_is_pinned_with_its_hashes(file: str, where: tuple[str, str]) -> None:
    table, key = where
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[table][key]
    pinned = pins(file)
    assert [named(one) for one in asked if named(one) not in pinned] == [], "run packaging/lock.py"
    assert [name for name, block in pinned.items() if "--hash=sha256:" not in block] == []


def test_no_pin_of_the_program_depends_on_the_system() -> None:
    assert [name for name, block in pins("requirements.txt").items() if ";" in block] == []


def foreign(text: str) -> list[str]:
    """Return the addresses and the paths of a machine in a text; names of XML vocabularies are neither."""
    vocabularies = r"https?://www\.(w3\.org/2000/svg|freedesktop\.org/standards/shared-mime-info)"
    return re.findall(
        r"https?://\S+|py[p]i\.org|np[m]js|/roo[t]\b|/wor[k]/|/op[t]/", re.sub(vocabularies, "", text)
    )


def test_packaging_names_no_address_and_no_path_of_a_machine() -> None:
    assert [
        (path.name, found) for path in TEXTS if (found := foreign(path.read_text(encoding="utf-8")))
    ] == []
    assert foreign("--index https://example.org/index") == ["https://example.org/index"]


def test_the_list_of_parts_keeps_what_a_part_is_and_nothing_of_this_machine() -> None:
    part = {"type": "library", "name": "reportlab", "version": "5.1.0", "purl": "pkg:pypi/reportlab@5.1.0"}
    licence = {"license": {"id": "BSD-3-Clause", "text": {"content": "https://example.org"}}}
    known = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
    raw = {
        **known,
        "serialNumber": "urn:uuid:1",
        "metadata": {"component": {"name": "/home/someone"}},
        "components": [
            {
                **part,
                "licenses": [licence],
                "externalReferences": [{"url": "file:///home/someone"}, {"url": "https://example.org"}],
                "properties": [{"name": "path", "value": "/home/someone"}],
            }
        ],
    }
    other = {"type": "data", "name": "dictionary-fr", "version": "3.0.0"}
    cleaned = steps.cleaned(raw, [other])
    assert cleaned == {
        **known,
        "components": [other, {**part, "licenses": [{"license": {"id": "BSD-3-Clause"}}]}],
    }
    assert "/home" not in str(cleaned)
    assert "http" not in str(cleaned)


def test_a_dictionary_that_is_not_the_pinned_one_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dictionary").mkdir()
    (tmp_path / "dictionary" / "d.tgz").write_bytes(b"another")
    monkeypatch.setattr(steps, "run", lambda *_command, **_options: "d.tgz\n")
    with pytest.raises(SystemExit, match="pinned"):
        steps.dictionary(tmp_path, tmp_path / "resources")


# The frozen program


def imported() -> Iterator[str]:
    """Yield every module that the program names in an import."""
    for path in (ROOT / "coprodesk").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_nothing_that_the_program_imports_is_left_out() -> None:
    spec = ast.parse((LINUX / "coprodesk.spec").read_text(encoding="utf-8"))
    unused = next(
        ast.literal_eval(node.value)
        for node in spec.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "UNUSED_MODULES"
    )
    assert len(unused) > 5
    found = set(imported())
    assert "PySide6.QtWidgets" in found
    assert found & set(unused) == set()


def test_frozen_the_program_is_the_python_that_reads_a_foreign_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = LINUX / "start.py"
    command: list[str] = []

    def caught(words: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        command.extend(words)
        return subprocess.CompletedProcess(
            words, 0, '{"title": "", "header": ["a", "b"], "rows": [], "lines": []}'
        )

    with monkeypatch.context() as patch:
        patch.setattr(sheets.subprocess, "run", caught)
        path = tmp_path / "a.csv"
        path.write_text("a;b\n")
        sheets.read_sheet(path)
    spoken = subprocess.run(
        [sys.executable, str(start), *command[1:4], "import sys; print(sys.argv[1:])", "un", "deux"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert spoken.stdout == "['un', 'deux']\n"
    version = subprocess.run(
        [sys.executable, str(start), "--version"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=60,
    )
    assert version.stdout == f"CoproDesk {coprodesk.__version__}\n"


# The Windows installer

SCRIPT = (WINDOWS / "coprodesk.nsi").read_text(encoding="utf-8")


def test_the_installer_asks_for_no_administrator_and_writes_for_this_user_only() -> None:
    assert "RequestExecutionLevel user" in SCRIPT
    assert not re.search(r"\bHK(LM|CR|EY_LOCAL)|SetShellVarContext all|\$PROGRAMFILES", SCRIPT)
    assert '!insertmacro MUI_LANGUAGE "French"' in SCRIPT


def test_the_uninstaller_removes_what_was_laid_and_nothing_of_the_user() -> None:
    removed = set(re.findall(r'(?:Delete|RMDir(?: /r)?) "\$INSTDIR\\([^"]+)"', SCRIPT))
    laid = {path.name for path in WINDOWS.iterdir() if path.suffix in (".cmd", "._pth", ".txt")}
    laid |= {f"{name}.ico" for name in steps.DRAWINGS}
    laid |= {"sbom.cdx.json", "licences", "Lib", "DLLs", "uninstall.exe", "python.exe", "pythonw.exe"}
    assert laid - {"python.txt"} <= removed
    assert set(re.findall(r'RMDir /r "([^"]+)"', SCRIPT)) == {
        "$INSTDIR\\Lib",
        "$INSTDIR\\DLLs",
        "$INSTDIR\\licences",
    }
    assert not re.search(r"\$(DOCUMENTS|APPDATA|PROFILE)", SCRIPT)


def test_a_council_file_opens_with_a_double_click_and_asks_before_taking_another_s_place() -> None:
    assert 'WriteRegStr HKCU "Software\\Classes\\.copro" "" "${KIND}"' in SCRIPT
    assert """\\shell\\open\\command" "" '"${PROGRAM}" -m coprodesk "%1"'""" in SCRIPT
    assert '!define PROGRAM "$INSTDIR\\pythonw.exe"' in SCRIPT
    for icon in re.findall(r"\$INSTDIR\\([\w-]+)\.ico", SCRIPT):
        assert (ROOT / steps.DRAWINGS[icon]).is_file()
