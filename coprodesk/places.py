"""The folders of this user on this machine; the rest of the program receives them as parameters."""

import os
import sys
from pathlib import Path


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


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _PERSONAL = 5
    """CSIDL_PERSONAL: the Documents folder, redirected or not."""

    def _windows_documents() -> Path:
        buffer = ctypes.create_unicode_buffer(wintypes.MAX_PATH)
        ctypes.windll.shell32.SHGetFolderPathW(None, _PERSONAL, None, 0, buffer)
        return Path(buffer.value) if buffer.value else Path.home() / "Documents"
