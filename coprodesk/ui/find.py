"""What the palette offers: the acts of the page, places, what the file holds, the acts of the menus."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QAction
from shiboken6 import isValid

from coprodesk.documents.picture import Glyph
from coprodesk.domain.commitments import Status
from coprodesk.domain.french import fold, late_by, sort_key
from coprodesk.domain.i18n import _
from coprodesk.queries.search import MARK_CLOSE, MARK_OPEN, Hit, Subject, search
from coprodesk.ui.actions import keys_text, label
from coprodesk.ui.acts import Act, acts_of, of_action
from coprodesk.ui.desk import Desk
from coprodesk.ui.paint import STATUS_GLYPHS, Chip
from coprodesk.ui.palette import PaletteGroup, PaletteRow

LIMIT = 18

_ICONS = {
    Subject.INSTITUTION: "partners",
    Subject.PERSON: "users",
    Subject.BODY: "groups",
    Subject.MEETING: "calendar",
    Subject.COMMITMENT: "engagements",
    Subject.AGENDA_ITEM: "engagements",
    Subject.RECORD: "file-text",
    Subject.TOPIC: "file-text",
    Subject.WATCH_POINT: "groups",
}


class Finder:
    """Answers the palette; « > » first asks for actions only."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def groups(self, text: str) -> list[PaletteGroup]:
        """Return the groups that answer `text`, empty text included."""
        only_actions = text.lstrip().startswith(">")
        wanted = text.lstrip().removeprefix(">").strip()
        here, elsewhere = self._acts(wanted)
        found = [PaletteGroup(_("Cet écran"), here)]
        if not only_actions:
            found += self._places(wanted)
        if wanted and not only_actions:
            hits = search(self.desk.store, wanted, LIMIT, on=self.desk.today())
            commitments = [self._row(hit) for hit in hits if hit.subject is Subject.COMMITMENT]
            # A topic has no page: the items that treat it are found by the same words.
            beside = (Subject.COMMITMENT, Subject.TOPIC)
            others = [self._row(hit) for hit in hits if hit.subject not in beside]
            found.append(PaletteGroup(_("Dans le fichier"), tuple(others)))
            found.append(PaletteGroup(_("Engagements"), tuple(commitments)))
        found.append(PaletteGroup(_("Actions"), elsewhere))
        return found

    def _places(self, wanted: str) -> list[PaletteGroup]:
        from coprodesk.ui.window import PAGES, places

        rows = tuple(
            PaletteRow(place.icon, place.label, partial(self.desk.go, place.id))
            for place in places()
            if place.id in PAGES and fold(wanted) in fold(place.label)
        )
        return [PaletteGroup(_("Aller à"), (*rows, *self._settings(wanted)))]

    def _settings(self, wanted: str) -> list[PaletteRow]:
        """Return the sections of the settings that answer, once something is typed."""
        from coprodesk.ui.pages.settings_sections import sections

        return [
            PaletteRow(
                "settings",
                _("Réglages\u00a0: {section}").format(section=one.title),
                partial(self.desk.go, "settings", section=one.key),
                one.words,
            )
            for one in sections()
            if wanted and fold(wanted) in fold(f"{_('Réglages')} {one.title} {one.words}")
        ]

    def _acts(self, wanted: str) -> tuple[tuple[PaletteRow, ...], tuple[PaletteRow, ...]]:
        """Return the acts of the page shown and those of the window, that answer `wanted`."""
        shell = self.desk.shell
        page = shell.current_page()
        table = {
            key: of_action(action)
            for key, action in shell.actions_by_id.items()
            if key != "view.palette" and action.isEnabled()
        }
        here = [] if page is None else acts_of(page)
        said = {act.words for act in here}
        handled = () if page is None else page.handlers()
        here += [table[key] for key in handled if key in table and table[key].words not in said]
        held = {act.words for act in here} | {label(act.action) for act in here}
        rest = [act for act in table.values() if act.words not in held]
        return _rows(here, wanted), _rows(sorted(rest, key=lambda act: sort_key(act.words)), wanted)

    def _row(self, hit: Hit) -> PaletteRow:
        words = " · ".join(part for part in (hit.subject.label if not hit.where else "", hit.where) if part)
        return PaletteRow(
            _ICONS[hit.subject], _words_of(hit), partial(self._open, hit), words, state=self._state(hit)
        )

    def _state(self, hit: Hit) -> Chip | None:
        if hit.status is Status.LATE and hit.current_due is not None:
            return Chip(late_by((self.desk.today() - hit.current_due).days), Glyph.LATE)
        return Chip(hit.status.label, STATUS_GLYPHS[hit.status]) if hit.status is not None else None

    def _open(self, hit: Hit) -> None:
        if hit.subject is Subject.COMMITMENT:
            self.desk.go("commitments", commitment_id=hit.id)
        elif hit.subject is Subject.BODY:
            self.desk.go("bodies", body_id=hit.id)
        elif hit.meeting_id is not None:
            step = "live" if hit.subject is Subject.RECORD else "agenda"
            self.desk.go("meeting", meeting_id=hit.meeting_id, step=step, item_id=hit.agenda_item_id)
        elif hit.body_id is not None:
            self.desk.go("bodies", body_id=hit.body_id)
        elif hit.institution_id is not None:
            self.desk.go("partner", institution_id=hit.institution_id)


def _rows(acts: Sequence[Act], wanted: str) -> tuple[PaletteRow, ...]:
    """Return the acts that answer `wanted`."""
    return tuple(
        PaletteRow("panel", act.words, partial(_trigger, act.action), act.where, keys_text(act.action))
        for act in acts
        if fold(wanted) in fold(act.verb)
    )


def _trigger(action: QAction) -> None:
    """Do an act, if it still stands on its page."""
    if isValid(action):
        action.trigger()


def _words_of(hit: Hit) -> str:
    """Return what a hit shows: of what was said under an item the words found, else its title."""
    if hit.subject is not Subject.RECORD or not hit.snippet:
        return hit.title
    return hit.snippet.replace(MARK_OPEN, "").replace(MARK_CLOSE, "")
