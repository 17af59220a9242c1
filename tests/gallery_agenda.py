"""Renders the preparation of a meeting with more than the example holds: sections, sheet, thread, basket.

python -m tests.gallery_agenda OUT  the sizes and themes of tests.gallery
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QDialog, QWidget

from coprodesk.commands import agenda, attendance, meetings, templates, topics
from coprodesk.domain.attendance import Reply
from coprodesk.domain.errors import Refusal
from coprodesk.exchange import demo
from coprodesk.queries.agenda import agenda as items_of
from coprodesk.queries.attendance import roll
from coprodesk.store import Store, create
from coprodesk.ui import language, theme, window
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.agenda_step import AgendaStep
from coprodesk.ui.pages.meeting import MeetingPage
from coprodesk.ui.pages.templates import TemplatesPage
from tests.conftest import FrozenClock, opening_in
from tests.gallery import DOUBLE, SIZES, save


def first(store: Store, sql: str) -> int:
    return int(store.rows(sql)[0][0])


def furnish(store: Store) -> None:
    """Sections, a sub-item, too many minutes, a silent Département, a basket and the usual templates."""
    coming = first(store, "SELECT id FROM meeting WHERE number = '2026-03'")
    meetings.convene_meeting(store, coming, date(2026, 10, 15))
    for line in roll(store, coming):
        if line.short_name not in ("Département", "CSU"):
            attendance.set_reply(store, line.id, Reply.COMES)
    items = items_of(store, coming)
    agenda.set_section(store, items[0].id, "Ouverture")
    agenda.set_section(store, items[2].id, "Situation du trimestre")
    agenda.set_section(store, items[6].id, "À venir")
    agenda.indent_item(store, items[4].id)
    agenda.set_item(
        store, items[0].id, approves_id=first(store, "SELECT id FROM meeting WHERE number = '2026-02'")
    )
    agenda.set_item(store, items[7].id, planned_minutes=22)
    by = {row["short_name"]: row["id"] for row in store.rows("SELECT id, short_name FROM institution")}
    for title, who, day in (
        ("Trottinettes sur la ligne B", "Lorneo", date(2026, 9, 30)),
        ("Locaux vides de la rue des Tanneurs", "Logéal", date(2026, 10, 6)),
        ("Caméras mobiles pour les fêtes", "Commerçants", date(2026, 9, 12)),
        ("Bruit du stade municipal", "Cons. citoyen", date(2026, 8, 28)),
    ):
        topics.add_topic(store, title, raised_by_id=by[who], raised_on=day, note="Appel à la coordination.")
    basket = [row["id"] for row in store.rows("SELECT id FROM topic ORDER BY id DESC LIMIT 4")]
    topics.refuse_proposal(store, basket[0], "Relève du service des sports, déjà saisi.")
    topics.postpone_proposal(store, basket[1], "Après le vote du budget.")
    topics.set_sensitive(store, basket[2], True)
    try:
        templates.add_usual_templates(store)
    except Refusal as known:
        print(known)


def scenes(desk: Desk) -> dict[str, Callable[[], QWidget]]:
    """Scene name -> what prepares it and returns what is photographed."""
    coming = first(desk.store, "SELECT id FROM meeting WHERE number = '2026-03'")

    def step() -> AgendaStep:
        desk.go("meeting", meeting_id=coming, step="agenda")
        page = desk.shell.current_page()
        assert isinstance(page, MeetingPage)
        assert isinstance(page.step, AgendaStep)
        page.step.table.setFocus()
        return page.step

    def listed() -> QWidget:
        step()
        return desk.shell

    def sheet() -> QWidget:
        found = step()
        found.table.select(items_of(desk.store, coming)[2].id)
        found._edit()
        return desk.shell

    def closed() -> QWidget:
        step()._close_editors()
        return desk.shell

    def thread() -> QWidget:
        found = step()
        found.table.select(items_of(desk.store, coming)[2].id)
        found._open_thread()
        return next(one for one in desk.shell.findChildren(QDialog) if one.isVisible())

    def proposals() -> QWidget:
        desk.go("proposals", meeting_id=coming)
        return desk.shell

    def template() -> QWidget:
        desk.go("templates")
        return desk.shell

    def template_item() -> QWidget:
        desk.go("templates")
        page = desk.shell.current_page()
        assert isinstance(page, TemplatesPage)
        page._open(None)
        page.editor.edit()
        return desk.shell

    return {
        "agenda": listed,
        "agenda-item": sheet,
        "agenda-closed": closed,
        "thread": thread,
        "proposals": proposals,
        "templates": template,
        "templates-item": template_item,
    }


def render(out: Path, sizes: dict[str, tuple[int, int]], themes: tuple[str, ...], wanted: set[str]) -> None:
    app = theme.application()
    language.speak(app)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        store = create(place / demo.FILE_NAME, opening_in(place, FrozenClock()), demo.fill(), demo.label())
        furnish(store)
        for name in themes:
            theme.apply(app, name, 1.0)
            for size, (width, height) in sizes.items():
                desk = window.build(store, backups_root=place / "backups")
                desk.shell.resize(width, height)
                desk.shell.show()
                suffix = f"{size}{'' if name == 'light' else '-sombre'}"
                for scene, prepare in scenes(desk).items():
                    if not wanted or scene in wanted:
                        shown = prepare()
                        save(app, shown, out / f"{scene}-{suffix}.png")
                        if isinstance(shown, QDialog):
                            shown.reject()
                desk.leave()
                desk.shell.close()
        store.close()


def main(arguments: list[str]) -> int:
    if not arguments:
        print(__doc__)
        return 2
    out = Path(arguments[0])
    out.mkdir(parents=True, exist_ok=True)
    wanted = {argument for argument in arguments[1:] if not argument.startswith("--")}
    if "--double" in arguments:
        render(out, DOUBLE, ("light",), wanted)
        return 0
    key = "1366x768"
    render(out, {key: SIZES[key]}, ("light", "dark"), wanted)
    small = {one: size for one, size in SIZES.items() if one != key} | {"900x430": (900, 430)}
    render(out, small, ("light",), wanted)
    environment = {**os.environ, "QT_SCALE_FACTOR": "2"}
    command = [sys.executable, "-m", "tests.gallery_agenda", str(out), "--double", *sorted(wanted)]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
