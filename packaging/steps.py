"""What both packages are made with: a clean checkout, pinned parts, dictionary, licences, list of parts."""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import time
import venv
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
DICTIONARY = "dictionary-fr@3.0.0"
DICTIONARY_SHA512 = "fhDRX1cRyHPA69GJg8R4XgNYgSQvbNHj3kr5UqvEG1OS5pJqH6P3GbO7wpTCwvr5KMQ0NxGIsXps9P5NyXRVEg=="
PINNED = ("-q", "--no-deps", "--only-binary=:all:", "--require-hashes")
DRAWINGS = {"coprodesk": "resources/coprodesk.svg", "council-file": "packaging/icons/council-file.svg"}
"""The icons of the program and of its files, in a checkout."""
SUPPORT = Path("shiboken6/files.dir")
LIMIT = 60_000_000
"""Bytes a package may weigh."""


def run(*command: str | Path, folder: Path | None = None, **variables: str) -> str:
    """Run a program and return what it printed. Raises CalledProcessError when it fails."""
    told = [str(part) for part in command]
    print("+", *(part if len(part) < 90 else part[:90] + "…" for part in told), flush=True)
    done = subprocess.run(
        told, cwd=folder, env={**os.environ, **variables}, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def checkout(work: Path) -> Path:
    """Return a clean copy of the last commit: what is not committed is not packed."""
    source = work / "source"
    shutil.rmtree(source, ignore_errors=True)
    run("git", "clone", "--quiet", HERE.parent, source)
    return source


def moment(source: Path) -> str:
    """Return the instant of the commit, the date of every file that is packed (SOURCE_DATE_EPOCH)."""
    return run("git", "log", "-1", "--format=%ct", folder=source).strip()


def environment(folder: Path, pins: Path) -> Path:
    """Make a new environment that holds exactly what is pinned; return its Python."""
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True, symlinks=True)
    python = folder / "bin" / "python"
    run(python, "-m", "pip", "install", *PINNED, "-r", pins)
    return python


def site(tools: Path, source: Path, into: Path, *system: str) -> None:
    """Put the program and what it uses into a folder, each file held against its hashes.

    `system` names another system than this one, in the words of pip.
    """
    shutil.rmtree(into, ignore_errors=True)
    pip = (tools, "-m", "pip", "install", "--target", into)
    run(*pip, *PINNED, *system, "-r", source / "packaging" / "requirements.txt")
    with tempfile.TemporaryDirectory() as folder:
        run(*pip, "-q", "--no-deps", "--no-index", wheel(tools, source, Path(folder)))
    for unused in (into / "bin", into / "pip", *into.glob("pip-*.dist-info")):
        shutil.rmtree(unused)


def wheel(tools: Path, source: Path, into: Path) -> Path:
    """Build the program's wheel from a checkout and return it."""
    command = (tools, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", into, source)
    run(*command, SOURCE_DATE_EPOCH=moment(source))
    return next(into.glob("*.whl"))


def qt_support(python: Path, parts: Path, into: Path) -> Path:
    """Lay out as files what PySide6 holds packed in its library and compiles anew at every start.

    `parts` is a folder of parts that `python` can load, `into` the one to lay it in, where PySide6 finds it
    first. Returns its folder there.
    """
    run(python, "-B", "-c", "import shiboken6.Shiboken", PYTHONPATH=str(parts), SBK_EMBED="0")
    laid = into / SUPPORT
    if parts != into:
        shutil.copytree(parts / SUPPORT, laid)
    return laid


def dictionary(work: Path, resources: Path) -> None:
    """Put the French spelling dictionary into the program's resources; raise SystemExit if it is another."""
    packed = work / "dictionary"
    packed.mkdir(parents=True, exist_ok=True)
    name = run("npm", "pack", "--silent", DICTIONARY, folder=packed).strip().splitlines()[-1]
    digest = hashlib.sha512((packed / name).read_bytes()).digest()
    if base64.b64encode(digest).decode() != DICTIONARY_SHA512:
        raise SystemExit(f"{name} is not the dictionary that was pinned")
    place = resources / "dictionaries"
    place.mkdir(parents=True, exist_ok=True)
    with tarfile.open(packed / name) as archive:
        for inside, outside in (("index.aff", "fr.aff"), ("index.dic", "fr.dic"), ("license", "LICENCE")):
            member = archive.extractfile(f"package/{inside}")
            assert member is not None
            (place / outside).write_bytes(member.read())


def draw(tools: Path, source: Path, parts: Path, drawing: str, target: Path, *sizes: int) -> None:
    """Render one of `DRAWINGS` as PNG or ICO, with the Qt that lies in the folder `parts`."""
    command = (source / "packaging/icons/render.py", source / DRAWINGS[drawing], target, *map(str, sizes))
    run(tools, *command, PYTHONPATH=str(parts))


def dictionary_part() -> dict[str, Any]:
    """Return the dictionary as CycloneDX says a part."""
    name, _, version = DICTIONARY.partition("@")
    return {"type": "data", "name": name, "version": version, "purl": f"pkg:npm/{name}@{version}"}


def licences(site_packages: Path, into: Path) -> None:
    """Copy the licence texts that the parts carry, a folder for each, with its metadata when it has none."""
    for part in distributions(path=[str(site_packages)]):
        files = [
            file
            for file in part.files or ()
            if file.suffix not in (".py", ".pyc")
            and (file.name.upper().startswith(("LICEN", "COPYING", "NOTICE")) or "licenses" in file.parts)
        ]
        place = into / f"{part.name}-{part.version}".lower()
        place.mkdir(parents=True, exist_ok=True)
        for file in files or [file for file in part.files or () if file.name == "METADATA"]:
            shutil.copyfile(str(part.locate_file(file)), place / "_".join(file.parts[1:]))


def list_of_parts(tools: Path, site_packages: Path, others: list[dict[str, Any]], into: Path) -> None:
    """Write the CycloneDX list of what a package holds: its distributions and `others`."""
    seen = into.with_suffix(".venv")
    venv.create(seen, clear=True, with_pip=False, symlinks=True)
    inside = next(seen.glob("lib/python*/site-packages"))
    (inside / "seen.pth").write_text(f"{site_packages}\n", encoding="utf-8")
    command = ("environment", "--output-reproducible", "--of", "JSON", seen / "bin" / "python")
    told = json.loads(run(tools, "-m", "cyclonedx_py", *command))
    shutil.rmtree(seen)
    into.write_text(json.dumps(cleaned(told, others), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def cleaned(told: dict[str, Any], others: list[dict[str, Any]]) -> dict[str, Any]:
    """Keep of a CycloneDX list what says what a part is: no address, no path, no trace of this machine."""
    kept = ("type", "bom-ref", "name", "version", "purl", "licenses", "description", "hashes")
    components = [{key: part[key] for key in kept if key in part} for part in told["components"]]
    for part in components:
        for licence in part.get("licenses", ()):
            licence.get("license", {}).pop("text", None)
    components = sorted([*components, *others], key=lambda part: str(part["name"]).lower())
    schema = {key: told[key] for key in ("bomFormat", "specVersion", "version")}
    return {**schema, "components": components}


def same_date(folder: Path, epoch: str) -> None:
    """Give every file of a tree the date of the commit."""
    for path in [folder, *folder.rglob("*")]:
        os.utime(path, (int(epoch), int(epoch)), follow_symlinks=False)


def weight(folder: Path) -> int:
    """Return the bytes of all files of a tree, links not followed."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def tell(package: Path, unpacked: int, begun: float) -> None:
    """Print the size of a package; raise SystemExit when it is too large."""
    size, digest = package.stat().st_size, hashlib.sha256(package.read_bytes()).hexdigest()
    print(f"{package.name} : {size / 1e6:.1f} Mo, {unpacked / 1e6:.1f} Mo déballé")
    print(f"fait en {time.monotonic() - begun:.0f} s, sha256 {digest}")
    if size > LIMIT:
        raise SystemExit(f"over {LIMIT / 1e6:.0f} MB")
