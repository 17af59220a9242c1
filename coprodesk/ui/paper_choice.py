"""Which paper, for whom: the line above the pages of a preview, and what it says of who will receive them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.documents import catalogue
from coprodesk.documents.catalogue import About, Kind
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.bodies import body
from coprodesk.queries.letters import LetterRun
from coprodesk.queries.meetings import meeting
from coprodesk.queries.recipients import (
    Recipient,
    body_recipients,
    council_recipients,
    meeting_recipients,
)
from coprodesk.ui.desk import Desk
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.filters import ComboBox
from coprodesk.ui.widgets.header import ElidedLabel

_AUDIENCE = "print_audience"
_KEPT_BY_SECRETARIAT = ("sign-in-sheet",)
_FOR_THE_ROOM = ("name-plates",)


def audience_words(level: Level) -> str:
    """Return the name of a copy by those it is for."""
    return {
        Level.PUBLIC: _("Version publiable"),
        Level.PARTNERS: _("Partenaires"),
        Level.RESTRICTED: _("Groupe restreint"),
        Level.SECRETARIAT: _("Secrétariat"),
    }[level]


def chosen_level(desk: Desk, offered: Sequence[Level]) -> Level:
    """Return the audience chosen last on this post, else the members of the body."""
    asked = desk.property(_AUDIENCE)
    if asked in list(offered):
        return Level(asked)
    return Level.RESTRICTED if Level.RESTRICTED in offered else Level.PARTNERS


def remember_level(desk: Desk, level: Level) -> None:
    """Keep the audience for the next paper."""
    desk.setProperty(_AUDIENCE, level.value)


def group_of(desk: Desk, kind: Kind, about_id: int) -> int | None:
    """Return the confidential group a paper is about, None when it is about no such group."""
    if kind.about is About.MEETING:
        row = meeting(desk.store, about_id)
        return row.body_id if row is not None and row.confidential else None
    if kind.about is About.BODY:
        found = body(desk.store, about_id, desk.today())
        return about_id if found is not None and found.confidential else None
    return None


def levels_of(kind: Kind, group: int | None) -> tuple[Level, ...]:
    """Return for whom a paper can be made; a restricted copy only for a confidential group."""
    if kind.closed:
        return (kind.level,)
    if kind.name in _KEPT_BY_SECRETARIAT:
        return (Level.SECRETARIAT,)
    if kind.name in _FOR_THE_ROOM:
        return (Level.PARTNERS if group is None else Level.RESTRICTED,)
    found = [Level.PARTNERS, Level.RESTRICTED, Level.PUBLIC, Level.SECRETARIAT]
    if group is None:
        found.remove(Level.RESTRICTED)
    return tuple(found)


def recipients_of(desk: Desk, kind: Kind, about_id: int) -> tuple[Recipient, ...]:
    """Return the institutions a paper may be for."""
    if kind.about is About.MEETING:
        return meeting_recipients(desk.store, about_id)
    if kind.about is About.BODY:
        return body_recipients(desk.store, about_id, desk.today())
    if kind.about is About.PARTNER:
        return tuple(
            one for one in council_recipients(desk.store, desk.today()) if one.institution_id == about_id
        )
    return council_recipients(desk.store, desk.today())


def recipients_words(
    kind: Kind, level: Level, recipients: Sequence[Recipient], partner_id: int | None, data: object
) -> str:
    """Say in one line who will receive the copy."""
    if isinstance(data, LetterRun):
        names = [one.institution or one.name for one in data.addressees]
        words = ngettext("{n} destinataire\u00a0: {names}", "{n} destinataires\u00a0: {names}", len(names))
        return words.format(n=len(names), names=", ".join(names))
    if kind.name in _FOR_THE_ROOM:
        return _("Posés sur la table\u00a0: feuilles de 160 g, à plier en deux")
    names = [one.name for one in recipients if partner_id in (None, one.institution_id)]
    if level is Level.SECRETARIAT or kind.name in _KEPT_BY_SECRETARIAT:
        return _("Gardé par le secrétariat\u00a0: à ne pas diffuser")
    if level is Level.PUBLIC:
        return _("Tout public\u00a0: peut être publié ou affiché")
    if not names:
        return _("Personne ne siège encore dans ce groupe")
    words = ngettext("{n} institution\u00a0: {names}", "{n} institutions\u00a0: {names}", len(names))
    return words.format(n=len(names), names=", ".join(names))


class PaperChoice(QWidget):
    """The document, its audience, its partner; `changed` asks for other pages."""

    changed = Signal()

    def __init__(self, desk: Desk, document: str, about_id: int, partner_id: int | None) -> None:
        super().__init__()
        self._desk, self.about_id = desk, about_id
        self.kind = catalogue.kind(document)
        self.group = group_of(desk, self.kind, about_id)
        self.recipients = recipients_of(desk, self.kind, about_id)
        self.document = ComboBox(_("Document"))
        for kind in catalogue.kinds_about(self.kind.about):
            self.document.addItem(kind.label, kind.name)
        self.audience = ComboBox(_("Pour qui\u00a0?"))
        self.partner = ComboBox(_("Exemplaire de"))
        self.pages = Label("", "small", "text2")
        self.told = ElidedLabel("", "small", "text2")
        self._compose()
        self._fill(partner_id)
        self.document.activated.connect(self._document_chosen)
        self.audience.activated.connect(self._audience_chosen)
        self.partner.activated.connect(self.changed.emit)

    def _compose(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.document)
        for words, box in ((_("Pour"), self.audience), ("", self.partner)):
            if words:
                label = Label(words, "small", "text2")
                label.setBuddy(box)
                line.addWidget(label)
            line.addWidget(box)
        line.addStretch(1)
        line.addWidget(self.pages)
        column.addLayout(line)
        self._below = QHBoxLayout()
        self._below.addWidget(self.told, 1)
        column.addLayout(self._below)

    def add_act(self, action: QAction) -> None:
        """Put what may be done for each recipient beside their names."""
        self._below.addWidget(ActionButton(action, "link"))

    def _fill(self, partner_id: int | None) -> None:
        """Offer what fits the document: its audiences, and its partners when it may be for one."""
        self.document.setCurrentIndex(max(0, self.document.findData(self.kind.name)))
        self.audience.clear()
        offered = levels_of(self.kind, self.group)
        for level in offered:
            self.audience.addItem(audience_words(level), level.value)
        usual = self.kind.level
        if usual is Level.PARTNERS and len(offered) > 1:
            usual = chosen_level(self._desk, offered)
        self.audience.setCurrentIndex(max(0, self.audience.findData(usual.value)))
        self.audience.setEnabled(len(offered) > 1)
        self.partner.clear()
        if not self.kind.needs_partner:
            self.partner.addItem(_("Tous les destinataires"), None)
        for one in self.recipients:
            self.partner.addItem(one.name, one.institution_id)
        if partner_id is not None:
            self.partner.setCurrentIndex(max(0, self.partner.findData(partner_id)))
        self.partner.setVisible(self.kind.for_partner)

    @property
    def level(self) -> Level:
        """The level chosen."""
        return Level(self.audience.currentData())

    @property
    def for_whom(self) -> Audience:
        """The audience chosen."""
        return Audience(self.level, self.group if self.level is Level.RESTRICTED else None)

    @property
    def partner_id(self) -> int | None:
        """The partner chosen, None for all of them."""
        if not self.kind.for_partner or self.partner.currentData() is None:
            return None
        return int(self.partner.currentData())

    def tell(self, data: object) -> None:
        """Say who will receive the paper made of `data`."""
        self.told.setText(recipients_words(self.kind, self.level, self.recipients, self.partner_id, data))

    def _document_chosen(self) -> None:
        self.kind = catalogue.kind(str(self.document.currentData()))
        self._fill(self.partner_id)
        self.changed.emit()

    def _audience_chosen(self) -> None:
        remember_level(self._desk, self.level)
        self.changed.emit()
