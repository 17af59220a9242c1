"""The folders of this user on this machine, given to the rest as parameters; the name of a council file."""

import os
import sys
from enum import StrEnum
from pathlib import Path, PurePath


class PlaceKind(StrEnum):
    """What a folder is, for whoever is about to put a council file into it."""

    LOCAL = "local"
    NETWORK = "network"
    SYNCHRONISED = "synchronised"


# First words of the folders that a synchronising program makes under the user's own folder.
_SYNCHRONISED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud",
    "nextcloud",
    "owncloud",
    "box sync",
    "syncthing",
    "hubic",
    "kdrive",
    "pcloud",
    "seafile",
)
_NETWORK_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "fuse.sshfs", "davfs", "fuse.davfs2"}
)


SUFFIX = ".copro"
"""How the name of a council file ends, in whatever case."""


def is_council_file(path: Path) -> bool:
    """Tell whether this is the name of a council file."""
    return path.suffix.lower() == SUFFIX


def is_file(path: Path) -> bool:
    """Tell whether a file is there; `Path.is_file` raises where this user may not look."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path) -> bool:
    """Tell whether a folder is there, False where this user may not look."""
    return os.path.isdir(path)  # noqa: PTH112


def council_file(path: Path) -> Path:
    """Return the path under which a council file is written: `.copro` is added to any other name.

    A folder stays as it is: whoever writes there says that it exists.
    """
    if is_council_file(path) or not path.name or is_folder(path):
        return path
    return path.with_name(path.name + SUFFIX)


def documents() -> Path:
    """Return the user's Documents folder, wherever the desktop has put it."""
    if sys.platform == "win32":
        return _windows_documents()
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "user-dirs.dirs"
    try:
        lines = config.read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    for line in lines:
        name, _, value = line.partition("=")
        if name.strip() == "XDG_DOCUMENTS_DIR":
            return Path(value.strip().strip('"').replace("$HOME", str(Path.home())))
    return Path.home() / "Documents"


def backups() -> Path:
    """Return the folder that keeps the copies of every council file of this user."""
    return documents() / "CoproDesk" / "Sauvegardes"


def preferences() -> Path:
    """Return the file that remembers this post's choices: theme, text size, last file."""
    if sys.platform == "win32":
        root = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    else:
        root = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return root / "CoproDesk" / "preferences.json"


def kind_of(path: PurePath, mounts: str | None = None) -> PlaceKind:
    """Tell whether a folder is of this machine, of the network, or copied elsewhere by another program.

    `mounts` replaces the system's table of mounted places (the text of /proc/mounts).
    """
    if any(part.casefold().startswith(_SYNCHRONISED) for part in path.parts):
        return PlaceKind.SYNCHRONISED
    text = str(path)
    if text.startswith(("\\\\", "//")) or "gvfs" in path.parts or _on_network(path, mounts):
        return PlaceKind.NETWORK
    return PlaceKind.LOCAL


def _on_network(path: PurePath, mounts: str | None) -> bool:
    if mounts is None and sys.platform == "win32":
        return bool(path.drive) and _windows_drive_is_remote(path.drive)
    if mounts is None:
        try:
            mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
    deepest, system = PurePath(), ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = type(path)(fields[1].replace("\\040", " "))
        if path.is_relative_to(point) and len(point.parts) >= len(deepest.parts):
            deepest, system = point, fields[2]
    return system in _NETWORK_SYSTEMS


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _PERSONAL = 5
    """CSIDL_PERSONAL: the Documents folder, redirected or not."""

    def _windows_documents() -> Path:
        buffer = ctypes.create_unicode_buffer(wintypes.MAX_PATH)
        ctypes.windll.shell32.SHGetFolderPathW(None, _PERSONAL, None, 0, buffer)
        return Path(buffer.value) if buffer.value else Path.home() / "Documents"

    _REMOTE = 4
    """DRIVE_REMOTE: a letter given to a shared folder."""

    def _windows_drive_is_remote(drive: str) -> bool:
        return bool(ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _REMOTE)
