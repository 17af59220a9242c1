"""Renders every dialog into PNG files, to be looked at.

python -m tests.gallery_dialogs OUT [WIDTHxHEIGHT] [light|dark] [SCALE] [--longest] [NAME…]
"""

import gc
import os
import re
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu

from coprodesk.ui import language, theme
from tests.ui import detect, dialogs
from tests.ui.visits import Visit, harmless


def main(arguments: list[str]) -> int:
    if not arguments:
        print(__doc__)
        return 2
    out, *more = arguments
    Path(out).mkdir(parents=True, exist_ok=True)
    size = next((one for one in more if re.fullmatch(r"\d+x\d+", one)), "1366x768")
    width, height = (int(part) for part in size.split("x"))
    wish = "dark" if "dark" in more else "light"
    scale = next((float(one) for one in more if re.fullmatch(r"\d\.\d+", one)), 1.0)
    names = {one for one in more if re.fullmatch(r"_?[A-Za-z][a-z]*[A-Z][A-Za-z]*|[a-z_]+\.\w.*", one)}
    gc.disable()
    app = theme.application()
    language.speak(app)
    with tempfile.TemporaryDirectory() as folder, harmless():
        visit = Visit(Path(folder), (width, height), longest="--longest" in more)
        visit.dress(wish, scale)
        taken: dict[str, int] = {}
        for _place, one in dialogs.every(visit):
            name = dialogs.name_of(one)
            if isinstance(one, QFileDialog | QMenu) or (names and name not in names):
                continue
            QTest.qWait(250)
            QThreadPool.globalInstance().waitForDone()
            one.activateWindow()
            detect.settle()
            taken[name] = taken.get(name, 0) + 1
            if taken[name] > 3:
                continue
            path = Path(out) / f"{name}-{taken[name]}-{size}-{wish}-{scale}.png"
            one.grab().save(str(path))
            held = one.focusWidget()
            print(path.name, one.size().toTuple(), "focus:", detect.told(held) if held else None)
        visit.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
