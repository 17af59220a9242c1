"""The step of a new council that ticks who usually sits, college by college."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.commands.council import COLLEGES
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.territory import Territory, members_words
from coprodesk.domain.usual_institutions import USUAL_INSTITUTIONS, Offer, UsualInstitution, of_right, offers
from coprodesk.ui import theme
from coprodesk.ui.actions import make
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton, CheckBox
from coprodesk.ui.widgets.scroll import scrolled

INDENT = 26
TWO_COLUMNS_FROM = 700
"""Pixels at 100 % of the letters: under them the names would be cut."""


@dataclass(frozen=True, slots=True)
class _Line:
    """An institution with its box; `right` is the box of one whose kind the user chooses."""

    institution: UsualInstitution
    box: CheckBox
    right: CheckBox | None

    def chosen(self) -> UsualInstitution:
        """Return it with the kind chosen."""
        of_law = self.right is not None and self.right.isChecked()
        return of_right(self.institution) if of_law else self.institution


class InstitutionsStep(QWidget):
    """Boxes in columns, ticked as the territory suggests; that of a college tells how much of it is."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[_Line] = []
        self.colleges: dict[str, CheckBox] = {}
        self._territory: Territory | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._law = Label("", "small", "run", wrap=True)
        column.addWidget(self._law)
        head = QHBoxLayout()
        self._count = Label("", "small_strong", "text2")
        head.addWidget(self._count, 1)
        self.tick_all = make(self, _("Tout cocher"), partial(self._tick, True))
        self.tick_none = make(self, _("Tout décocher"), partial(self._tick, False))
        for action in (self.tick_all, self.tick_none):
            button = ActionButton(action, "link")
            button.setAutoDefault(False)
            head.addWidget(button)
        column.addLayout(head)
        self._holder = QWidget()
        self._room = QHBoxLayout(self._holder)
        self._room.setContentsMargins(0, 0, 14, 0)
        self._room.setSpacing(24)
        column.addWidget(scrolled(self._holder), 1)

    def load(self, territory: Territory) -> None:
        """Offer what suits these facts; the same facts keep what was ticked."""
        if territory == self._territory:
            return
        self._territory = territory
        self._law.setText(members_words(territory))
        while (item := self._room.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.lines.clear()
        self.colleges.clear()
        found = offers(territory)
        by_college = ([one for one in found if one.institution.college == name] for name in COLLEGES)
        self._fill([group for group in by_college if group])
        self._tell()

    def chosen(self) -> tuple[UsualInstitution, ...]:
        """Return what is ticked, in the order of protocol."""
        ticked = [line for line in self.lines if line.box.isChecked()]
        ticked.sort(key=lambda line: USUAL_INSTITUTIONS.index(line.institution))
        return tuple(line.chosen() for line in ticked)

    def _fill(self, groups: list[list[Offer]]) -> None:
        """Put the groups into columns of about the same height."""
        wide = self.window().width() >= theme.px(TWO_COLUMNS_FROM)
        sides = [QVBoxLayout() for _side in range(2 if wide else 1)]
        half = (len(groups) + sum(map(len, groups))) / len(sides)
        height = 0
        for group in groups:
            self._add_group(sides[int(height >= half)], group)
            height += 1 + len(group)
        for side in sides:
            side.setContentsMargins(0, 0, 0, 0)
            side.setSpacing(2)
            side.addStretch(1)
            holder = QWidget()
            holder.setLayout(side)
            self._room.addWidget(holder, 1)

    def first_focus(self) -> QWidget:
        """Return the first box."""
        return next(iter(self.colleges.values()), self)

    def _add_group(self, side: QVBoxLayout, group: list[Offer]) -> None:
        college = group[0].institution.college
        if len(group) > 1:
            head = CheckBox(college)
            head.setAccessibleName(_("Collège {name}\u00a0: tout ou rien").format(name=college))
            head.clicked.connect(partial(self._tick_college, college))
            self.colleges[college] = head
            side.addWidget(head)
        else:
            side.addWidget(Label(college, "small_strong", "text2"))
        for offer in group:
            self._add_line(side, offer)
        side.addSpacing(8)

    def _add_line(self, side: QVBoxLayout, offer: Offer) -> None:
        one = offer.institution
        box = CheckBox(one.name)
        box.setChecked(offer.ticked)
        box.toggled.connect(self._tell)
        tags = [_("de droit")] if one.kind == "ex_officio" else []
        tags += [_("restreinte")] if one.restricted else []
        box.setAccessibleDescription(", ".join(tags))
        side.addLayout(_indented(INDENT, box, Label(" · ".join(tags), "tiny", "text2")))
        right = None
        if one.disputed:
            right = CheckBox(_("membre de droit"))
            right.setAccessibleName(_("{name}\u00a0: membre de droit").format(name=one.name))
            right.setToolTip(_("Membre désigné depuis la loi du 21 mars 2024\u00a0; membre de droit avant."))
            side.addLayout(_indented(2 * INDENT, right))
        self.lines.append(_Line(one, box, right))

    def _tick(self, on: bool) -> None:
        for line in self.lines:
            line.box.setChecked(on)

    def _tick_college(self, college: str) -> None:
        on = self.colleges[college].isChecked()
        for line in self.lines:
            if line.institution.college == college:
                line.box.setChecked(on)

    def _tell(self) -> None:
        ticked = [line for line in self.lines if line.box.isChecked()]
        for college, head in self.colleges.items():
            mine = [line for line in self.lines if line.institution.college == college]
            head.set_share(sum(line.box.isChecked() for line in mine), len(mine))
        seated = sum(line.institution.restricted for line in ticked)
        words = ngettext(
            "{n} siégera en plénière, dont {restricted} aussi en restreinte",
            "{n} siégeront en plénière, dont {restricted} aussi en restreinte",
            len(ticked),
        ).format(n=len(ticked), restricted=seated)
        self._count.setText(
            words if ticked else _("Aucune\u00a0: vous importerez votre liste, ou l’écrirez.")
        )


def _indented(left: int, first: QWidget, *others: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(left, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(first, 1)
    for other in others:
        row.addWidget(other)
    return row
