"""Whether a window can open on this machine, said in one sentence when it cannot, and its name there."""

import ctypes
import os
import sys

from coprodesk.domain.i18n import _

_ALWAYS = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
_X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""Shared library -> Debian package that the window's wheel expects from the system."""


def why_no_window() -> str | None:
    """Return why no window can open here, None when one can."""
    if not sys.platform.startswith("linux"):
        return None
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    on_x11 = not platform and not os.environ.get("WAYLAND_DISPLAY") and bool(os.environ.get("DISPLAY"))
    if not platform and not on_x11 and not os.environ.get("WAYLAND_DISPLAY"):
        return _(
            "Pas d’écran ici : la fenêtre ne s’ouvre pas. Les fichiers sont intacts. "
            "Les commandes s’en passent : voir « coprodesk --help »."
        )
    wanted = {**_ALWAYS, **(_X11 if on_x11 or platform.startswith("xcb") else {})}
    missing = [package for library, package in wanted.items() if not _loads(library)]
    if missing:
        return _(
            "La fenêtre ne peut pas s’ouvrir : il manque à ce système {packages}. "
            "Installez-les avec « apt install {packages} »."
        ).format(packages=" ".join(missing))
    return None


def name_for_taskbar() -> None:
    """On Windows, have the taskbar show the program under its own icon rather than that of Python."""
    if sys.platform == "win32":
        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID("CoproDesk")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
