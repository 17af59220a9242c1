"""The small forms of the roll: a guest, and the arrivals and departures of a seat, corrected afterwards."""

from collections.abc import Sequence

from coprodesk.commands import attendance as commands
from coprodesk.commands import movements
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.queries.agenda import AgendaRow
from coprodesk.queries.attendance import Movement, RollLine
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.new_meeting import choose, require_hour
from coprodesk.ui.pages.roll_strip import seat_name
from coprodesk.ui.widgets.editors import AutoLineEdit
from coprodesk.ui.widgets.fields import TimeField
from coprodesk.ui.widgets.filters import ComboBox


def ask_guest(desk: Desk, meeting_id: int) -> FormDialog:
    """Ask for the name, function and institution of a guest."""
    name, function, institution = AutoLineEdit(), AutoLineEdit(), AutoLineEdit()

    def submit() -> None:
        commands.add_guest(
            desk.store,
            meeting_id,
            name.text(),
            function_label=function.text(),
            institution_label=institution.text(),
        )

    dialog = FormDialog(desk.shell, _("Ajouter un invité"), _("Ajouter"), submit)
    dialog.form.add(_("&Nom"), name, _("Un invité est au compte rendu, dans aucun chiffre de présence."))
    dialog.form.add(_("&Fonction"), function)
    dialog.form.add(_("&Institution"), institution)
    dialog.open()
    name.setFocus()
    return dialog


def ask_movements(desk: Desk, line: RollLine, items: Sequence[AgendaRow]) -> FormDialog:
    """Correct hour and item of what a seat did; an hour that is emptied takes the movement away."""
    fields: list[tuple[Movement, TimeField, ComboBox]] = []

    def submit() -> None:
        for move, at, item in fields:
            try:
                _corrected(desk, move, require_hour(at), item.currentData())
            except Refusal as refusal:
                raise Refusal(str(refusal), field=str(move.id)) from refusal

    title = _("Arrivées et départs – {seat}").format(seat=seat_name(line))
    dialog = FormDialog(desk.shell, title, _("Enregistrer"), submit)
    for move in line.movements:
        at, item = TimeField(move.at), ComboBox(_("Point en cours"))
        item.addItem(_("Hors de tout point"), None)
        for row in items:
            item.addItem(f"{row.position}. {row.title}", row.id)
        choose(item, move.agenda_item_id)
        dialog.form.add(move.kind.label, at, _("Videz l’heure pour effacer la ligne."), name=str(move.id))
        dialog.form.add(_("Pendant le point"), item)
        fields.append((move, at, item))
    dialog.open()
    if fields:
        fields[0][1].setFocus()
    return dialog


def _corrected(desk: Desk, move: Movement, typed: str, item_id: int | None) -> None:
    if not typed:
        movements.delete_movement(desk.store, move.id)
    elif (typed, item_id) != (move.at, move.agenda_item_id):
        # Another hour finds its item by itself.
        other = item_id if item_id != move.agenda_item_id else None
        movements.set_movement(desk.store, move.id, at=typed, agenda_item_id=other)
