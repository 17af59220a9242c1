"""Fields shared by the forms of a commitment: partners, dates, numbers, and who contributes with what."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.queries import partners
from coprodesk.queries.commitments import CommitmentRow
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton, CheckBox
from coprodesk.ui.widgets.editors import AutoLineEdit, AutoTextEdit
from coprodesk.ui.widgets.fields import DateField
from coprodesk.ui.widgets.filters import ComboBox

CONTRIBUTOR, ASSOCIATE = "contributor", "associate"


def choose(combo: ComboBox, value: object) -> None:
    """Show the choice whose value is `value`, the first one when there is none."""
    combo.setCurrentIndex(max(0, combo.findData(value)))


def fill_partners(combo: ComboBox, desk: Desk, none: str) -> None:
    """Fill `combo` with the institutions in the order of the list, `none` first for no choice."""
    combo.addItem(none, None)
    for row in partners.partners(desk.store, desk.today()):
        combo.addItem(row.short_name, row.id)


def typed_date(field: DateField, what: str) -> date | None:
    """Return the date of `field`. Raises Refusal when what is typed is not a date."""
    if field.pending():
        raise Refusal(
            _("{what}\u00a0: « {text} » n’est pas une date. Rien n’a été modifié. Corrigez-la.").format(
                what=what, text=field.text().strip()
            )
        )
    return field.value()


def typed_number(field: AutoLineEdit, what: str) -> int | None:
    """Return the whole number of `field`, None when it is blank. Raises Refusal for anything else."""
    text = "".join(field.text().split())
    if not text:
        return None
    if not text.isascii() or not text.isdigit():
        raise Refusal(
            _(
                "{what}\u00a0: « {text} » n’est pas un nombre entier. Rien n’a été modifié. Corrigez-le."
            ).format(what=what, text=field.text().strip())
        )
    return int(text)


def short_text(text: str = "") -> AutoTextEdit:
    """Return an editor of two lines that stays that high."""
    editor = AutoTextEdit(text, lines=2)
    editor.setFixedHeight(editor.minimumHeight())
    return editor


@dataclass(frozen=True, slots=True)
class Part:
    """What an institution brings: its own means, or nothing when it is only kept informed (associate)."""

    name: str
    kind: str = CONTRIBUTOR
    share: str = ""


def parts_of(row: CommitmentRow | None) -> dict[int, Part]:
    """Return the parts of a commitment by institution."""
    lines = () if row is None else row.contributors
    return {one.institution_id: Part(one.short_name, one.kind, one.share) for one in lines}


class ContributorsBox(QWidget):
    """The institutions that contribute: a choice with « Ajouter », and for each its share, « Associé »,
    « Retirer »."""

    changed = Signal()

    def __init__(self, desk: Desk, chosen: dict[int, Part]) -> None:
        super().__init__()
        self.chosen = dict(chosen)
        self.combo = ComboBox(_("Contributeur à ajouter"))
        fill_partners(self.combo, desk, _("Choisir un partenaire"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        row = QHBoxLayout()
        row.addWidget(self.combo, 1)
        row.addWidget(ActionButton(make(self, _("Ajouter"), self.add, icon="plus")))
        self._column.addLayout(row)
        self.lines: dict[int, PartLine] = {}
        self.setFocusProxy(self.combo)
        for key in self.chosen:
            self._show(key)

    def add(self) -> None:
        """Add the institution chosen; its share is asked next."""
        found = self.combo.currentData()
        if found is not None and found not in self.chosen:
            self.chosen[found] = Part(self.combo.currentText())
            self._show(found)
            self.lines[found].show()
            self.lines[found].share.setFocus()
            self.changed.emit()
        self.combo.setCurrentIndex(0)

    def remove(self, institution_id: int) -> None:
        """Take an institution off."""
        del self.chosen[institution_id]
        line = self.lines.pop(institution_id)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.combo.setFocus()
        self.changed.emit()

    def parts(self) -> dict[int, Part]:
        """Return what is typed for each."""
        return {key: self.lines[key].part(part) for key, part in self.chosen.items()}

    def _show(self, institution_id: int) -> None:
        line = PartLine(self.chosen[institution_id], partial(self.remove, institution_id))
        self.lines[institution_id] = line
        self._column.addWidget(line)


class PartLine(QWidget):
    """One institution: its name, the share it brings, and whether it is only associated."""

    def __init__(self, part: Part, remove: partial[None]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        name = Label(part.name)
        name.setMinimumWidth(96)
        self.share = AutoLineEdit(part.share, spelled=True)
        self.share.setPlaceholderText(_("Apport\u00a0: temps, argent, lieu"))
        self.share.setAccessibleName(_("Apport de {name}").format(name=part.name))
        self.associate = CheckBox(_("Associé"))
        self.associate.setChecked(part.kind == ASSOCIATE)
        self.associate.setToolTip(_("Tenu informé, sans moyens apportés"))
        self.associate.setAccessibleName(_("{name}\u00a0: associé seulement").format(name=part.name))
        take = ActionButton(
            make(self, _("Retirer"), remove, icon="close"), "link", icon_only=True, parent=self
        )
        take.setAutoDefault(False)
        take.setAccessibleName(_("Retirer {name}").format(name=part.name))
        row.addWidget(name)
        row.addWidget(self.share, 1)
        row.addWidget(self.associate)
        row.addWidget(take)

    def part(self, held: Part) -> Part:
        """Return the part as typed."""
        kind = ASSOCIATE if self.associate.isChecked() else CONTRIBUTOR
        return replace(held, kind=kind, share=self.share.text().strip())
