"""Builds the Debian package from the last commit: python packaging/build_deb.py [--work DIR] [--out DIR]

Needed: Debian's dpkg-dev, binutils, patchelf, git and npm; a Python with a shared library.
"""

import argparse
import gzip
import hashlib
import platform
import shutil
import time
from pathlib import Path

import speed
import steps
from steps import run

HERE = Path(__file__).resolve().parent
SYMBOLS = ("libpython*", "python3*/lib-dynload/*.so", "sqlcipher3/*.so")
"""What carries symbols and a folder of this machine that only its makers need."""
SYSTEM_THEME = "libqgtk3.so"
"""Used only where the system has GTK: no reason to ask for it."""
SIZES = (16, 24, 32, 48, 64, 128, 256)


def main(work: Path, out: Path) -> None:
    """Build the package, print its size and its digest."""
    begun = time.monotonic()
    source = steps.checkout(work)
    packaging = source / "packaging"
    tools = steps.environment(work / "tools", packaging / "requirements-build.txt")
    steps.site(tools, source, work / "site")
    compiled(tools, steps.qt_support(tools, work / "site", work / "site"))
    steps.dictionary(work, work / "site" / "coprodesk" / "resources")
    program = freeze(tools, packaging / "linux", work, steps.moment(source))
    shutil.rmtree(work / "site" / steps.SUPPORT)  # as pip fills it again: a bare window is measured with it
    tree = work / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(program, tree / "usr/lib/coprodesk", symlinks=True)
    (tree / "usr/bin").mkdir()
    (tree / "usr/bin/coprodesk").symlink_to("../lib/coprodesk/coprodesk")
    desktop(tools, source, work, tree)
    documentation(tools, packaging, work, tree)
    package = pack(packaging / "linux", tree, work, out, steps.moment(source))
    steps.tell(package, steps.weight(tree), begun)
    packed, plain = (
        [tree / "usr/bin/coprodesk", "-I", "-S", "-c"],
        ["env", f"PYTHONPATH={work / 'site'}", tools, "-c"],
    )
    speed.tell(packed, plain, source, work / "speed")


def compiled(tools: Path, folder: Path) -> None:
    """Put in the place of each source in a folder its compiled form, the same on every machine."""
    form = ("-b", "-q", "--invalidation-mode", "unchecked-hash", "-s", folder)
    run(tools, "-m", "compileall", *form, folder)
    for path in folder.rglob("*.py"):
        path.unlink()


def freeze(tools: Path, linux: Path, work: Path, epoch: str) -> Path:
    """Freeze the program with PyInstaller and strip it; return its folder."""
    places = ("--workpath", work / "freeze", "--distpath", work / "frozen")
    command = ("-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "ERROR", *places)
    same = {"SOURCE_DATE_EPOCH": epoch, "PYTHONHASHSEED": "1", "PYTHONPATH": str(work / "site")}
    same |= {"PYINSTALLER_CONFIG_DIR": str(work / "cache"), "PYINSTALLER_ZLIB_COMPRESSION_LEVEL": "0"}
    same |= {"PYTHONNODEBUGRANGES": "1"}  # columns in tracebacks: read at every start, told to nobody
    # Not in a checkout: its package would be found before the one that was laid, with its resources.
    run(tools, *command, linux / "coprodesk.spec", folder=work, **same)
    inside = work / "frozen/coprodesk/_internal"
    files = [path for pattern in SYMBOLS for path in sorted(inside.glob(pattern))]
    run("patchelf", "--remove-rpath", *files)
    run("strip", "--strip-unneeded", *files)
    return work / "frozen/coprodesk"


def desktop(tools: Path, source: Path, work: Path, tree: Path) -> None:
    """Lay out what the desktop reads: entry, kind of file, description, icons."""
    share = tree / "usr/share"
    for name, folder in {"coprodesk.desktop": "applications", "coprodesk.xml": "mime/packages"}.items():
        (share / folder).mkdir(parents=True)
        shutil.copyfile(source / "packaging/linux" / name, share / folder / name)
    for drawing, kind, name in (
        ("coprodesk", "apps", "coprodesk"),
        ("council-file", "mimetypes", "application-x-coprodesk"),
    ):
        icons = share / "icons/hicolor"
        (icons / "scalable" / kind).mkdir(parents=True)
        shutil.copyfile(source / steps.DRAWINGS[drawing], icons / "scalable" / kind / f"{name}.svg")
        for size in SIZES:
            target = icons / f"{size}x{size}" / kind / f"{name}.png"
            steps.draw(tools, source, work / "site", drawing, target, size)


def documentation(tools: Path, packaging: Path, work: Path, tree: Path) -> None:
    """Lay out what people read: manual page, news, licences, list of parts."""
    papers, share = work / "papers", tree / "usr/share"
    papers.mkdir(exist_ok=True)
    run(tools, packaging / "linux/papers.py", papers, PYTHONPATH=str(work / "site"))
    documents, manual, described = share / "doc/coprodesk", share / "man/man1", share / "metainfo"
    for folder in (documents, manual, described):
        folder.mkdir(parents=True)
    squeeze(papers / "changelog", documents / "changelog.gz")
    squeeze(papers / "coprodesk.1", manual / "coprodesk.1.gz")
    for paper in papers.glob("*.metainfo.xml"):
        shutil.copyfile(paper, described / paper.name)
    shutil.copyfile(packaging / "linux/copyright", documents / "copyright")
    steps.licences(work / "site", documents / "licences")
    python = {"type": "application", "name": "CPython", "version": platform.python_version()}
    steps.list_of_parts(tools, work / "site", [python, steps.dictionary_part()], documents / "sbom.cdx.json")


def squeeze(source: Path, target: Path) -> None:
    """Compress a text with no date and no name inside."""
    target.write_bytes(gzip.compress(source.read_bytes(), compresslevel=9, mtime=0))


def depends(tree: Path, work: Path) -> str:
    """Return the packages of the system whose libraries the program is linked with."""
    inside = tree / "usr/lib/coprodesk"
    files = [
        path for path in sorted(inside.rglob("*")) if head(path) == b"\x7fELF" and path.name != SYSTEM_THEME
    ]
    given = work / "depends/debian"
    given.mkdir(parents=True, exist_ok=True)
    (given / "control").write_text("Source: coprodesk\n\nPackage: coprodesk\nArchitecture: any\n")
    own = [f"-l{folder}" for folder in sorted({path.parent for path in files})]
    found = run("dpkg-shlibdeps", "-O", "--ignore-missing-info", *own, *files, folder=given.parent)
    return found.partition("shlibs:Depends=")[2].strip()


def head(path: Path) -> bytes:
    """Return the first four bytes of a file that is no link."""
    if path.is_symlink() or not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(4)


def pack(linux: Path, tree: Path, work: Path, out: Path, epoch: str) -> Path:
    """Write the package: control data, digests, one date for all files."""
    version = run(tree / "usr/bin/coprodesk", "--version").split()[-1]
    words = {"version": version, "size": str(steps.weight(tree) // 1024), "depends": depends(tree, work)}
    control = (linux / "control").read_text(encoding="utf-8")
    for name, word in words.items():
        control = control.replace(f"@{name}@", word)
    files = [path for path in sorted(tree.rglob("*")) if path.is_file() and not path.is_symlink()]
    for path in files:
        path.chmod(0o755 if path == tree / "usr/lib/coprodesk/coprodesk" else 0o644)
    sums = "".join(
        f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(tree)}\n" for path in files
    )
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN/control").write_text(control, encoding="utf-8")
    (tree / "DEBIAN/md5sums").write_text(sums, encoding="utf-8")
    for folder in [tree, *(path for path in tree.rglob("*") if path.is_dir() and not path.is_symlink())]:
        folder.chmod(0o755)
    steps.same_date(tree, epoch)
    out.mkdir(parents=True, exist_ok=True)
    package = out / f"coprodesk_{version}_amd64.deb"
    run("dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--build", tree, package, SOURCE_DATE_EPOCH=epoch)
    return package


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Builds the Debian package from the last commit.")
    parser.add_argument("--work", type=Path, default=HERE.parent / "build" / "deb")
    parser.add_argument("--out", type=Path, default=HERE.parent / "dist")
    asked = parser.parse_args()
    main(asked.work.resolve(), asked.out.resolve())
