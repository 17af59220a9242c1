"""« Si Mme X part demain » : what the council would lose, said while it can still be handed over."""

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QVBoxLayout, QWidget

from coprodesk.domain.french import hour, medium_date, short_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.names import display_name
from coprodesk.queries.departure import Departure, ExpectedAt, HeldSeat, departure
from coprodesk.queries.partners import MandateRow
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.preview import open_preview
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton

Section = tuple[str, list[tuple[str, str]]]


def departure_title(mandate: MandateRow) -> str:
    """Return « Si Mme HÉNAULIN part demain »."""
    return _("Si {name} part demain").format(name=display_name(mandate.civility, "", mandate.last_name))


def lost(found: Departure) -> Iterator[Section]:
    """Yield what would be lost, heading by heading, as (words, tint); a heading without a line says so."""
    yield _("Sièges"), [_seat_line(seat) for seat in found.seats] or [(_("aucun siège"), "text2")]
    promises = [
        (
            " · ".join(
                part
                for part in (
                    row.reference,
                    row.what,
                    short_date(row.current_due) if row.current_due else _("sans date"),
                    row.late_words,
                )
                if part
            ),
            "late" if row.days_late else "text",
        )
        for row in found.commitments
    ]
    yield _("Engagements à sa charge"), promises or [(_("aucun engagement ouvert"), "text2")]
    coming = [(_meeting_line(one), "text") for one in found.meetings]
    yield _("Séances à venir"), coming or [(_("aucune séance à venir"), "text2")]
    sole = [(_sole_line(seat), "soon") for seat in found.sole_contacts]
    yield _("Contacts"), sole or [(_("d’autres personnes sont connues partout"), "text2")]
    if found.sessions:
        words = ngettext("{n} séance suivie en personne", "{n} séances suivies en personne", found.sessions)
        yield _("Mémoire"), [(words.format(n=found.sessions), "text")]


def _seat_line(seat: HeldSeat) -> tuple[str, str]:
    parts = [seat.institution, seat.function, ", ".join(seat.bodies).lower()]
    if seat.since is not None:
        parts.append(_("depuis le {day}").format(day=short_date(seat.since)))
    words = " · ".join(part for part in parts if part)
    if not seat.titular:
        return _("{words} (suppléance)").format(words=words), "text"
    if seat.substitutes:
        return _("{words}. Suppléant\u00a0: {who}").format(
            words=words, who=", ".join(seat.substitutes)
        ), "text"
    return _("{words}. Aucun suppléant\u00a0: le siège serait vacant").format(words=words), "soon"


def _meeting_line(one: ExpectedAt) -> str:
    duties = []
    if one.chairs:
        duties.append(_("préside"))
    if one.writes:
        duties.append(_("tient le secrétariat"))
    if one.reports:
        duties.append(
            ngettext("rapporte {n} point", "rapporte {n} points", one.reports).format(n=one.reports)
        )
    return _("{day}, {hour}, {body}\u00a0: {duty}").format(
        day=medium_date(one.on),
        hour=hour(one.starts_at),
        body=one.body.lower(),
        duty=", ".join(duties) or _("y siège"),
    )


def _sole_line(seat: HeldSeat) -> str:
    if seat.office:
        return _("{institution}\u00a0: personne d’autre n’est connu, il resterait le standard").format(
            institution=seat.institution
        )
    return _("{institution}\u00a0: personne d’autre n’est connu, ni téléphone ni courriel du service").format(
        institution=seat.institution
    )


class DepartureDialog(FormDialog):
    """What would be lost with the holder of a mandate, and the two ways to keep it."""

    def __init__(self, desk: Desk, mandate: MandateRow, prepare: Callable[[], object]) -> None:
        super().__init__(
            desk.shell, departure_title(mandate), _("Préparer son départ…"), self._nothing_to_store
        )
        self.desk, self._mandate = desk, mandate
        self.found = departure(desk.store, mandate.person_id, desk.today())
        self.lines: list[str] = []
        layout = self.form.layout()
        assert layout is not None
        if self.found is not None:
            for title, lines in lost(self.found):
                part = QWidget()
                column = QVBoxLayout(part)
                column.setContentsMargins(0, 0, 0, 0)
                column.setSpacing(2)
                column.addWidget(Label(title, "small_strong", "text2"))
                for words, tint in lines:
                    self.lines.append(words)
                    column.addWidget(Label(words, "small", tint, wrap=True))
                layout.addWidget(part)
        sheet = make(self, _("Fiche de passation…"), self._print, icon="print")
        button = ActionButton(sheet, "link")
        button.setAutoDefault(False)
        self.foot.addWidget(button)
        self.cancel.action().setText(_("Fermer"))
        desk.writes(self.confirm.action())
        self.accepted.connect(prepare)
        self.setAccessibleDescription(". ".join(self.lines))

    def _nothing_to_store(self) -> None:
        """The dialog only tells: the guide that follows does the act."""

    def _print(self) -> None:
        self.reject()
        open_preview(self.desk, "handover", self._mandate.institution_id)
