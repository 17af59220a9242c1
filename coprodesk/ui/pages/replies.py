"""Replies to a convocation: how a line of the roll shows them, their counts, and the forms that note them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from coprodesk.commands import attendance as roll_commands
from coprodesk.commands import replies as commands
from coprodesk.documents.picture import Presence
from coprodesk.domain.attendance import Reply
from coprodesk.domain.french import DASH, day_month, fold, short_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.names import name_line
from coprodesk.domain.replies import channel_words
from coprodesk.domain.replies import channels as ways
from coprodesk.queries.attendance import RollLine, counts
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.rows import Cell, Column, Group
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.editors import AutoLineEdit
from coprodesk.ui.widgets.fields import DateField
from coprodesk.ui.widgets.marks import PresenceCell

_LETTERS = {
    Reply.NONE: Presence.UNKNOWN,
    Reply.COMES: Presence.PRESENT,
    Reply.SENDS: Presence.REPRESENTED,
    Reply.EXCUSED: Presence.EXCUSED,
}


def channels() -> tuple[tuple[str, str], ...]:
    """Return how a reply may come in, as stored, each with its icon."""
    return tuple(zip(ways(), ("mail", "phone", "send", "user"), strict=True))


_SMALL_WORDS = frozenset({"d", "de", "des", "du", "l", "la", "le", "les", "et", "aux", "a", "m.", "mme"})


def answers_to(line: RollLine, wanted: str) -> bool:
    """Tell whether the institution or a person of a line has a word that begins with folded `wanted`."""
    names = [line.institution, line.short_name, line.person, line.delegate]
    text = fold(" ".join([*names, *(one.name for one in line.substitutes)]))
    words = [word for word in _parted(text) if word not in _SMALL_WORDS]
    typed = [word for word in _parted(wanted) if word not in _SMALL_WORDS] or _parted(wanted)
    return f" {' '.join(typed)}" in f" {' '.join(words)}"


def _parted(text: str) -> list[str]:
    return text.replace("'", " ").replace("-", " ").split()


def grouped(lines: Sequence[RollLine]) -> list[RollLine | Group]:
    """Return the lines, those invited under their own head: they are in no count."""
    guests = [line for line in lines if line.guest]
    if not guests:
        return list(lines)
    convened = [line for line in lines if not line.guest]
    seats = ngettext("{n} siège", "{n} sièges", len(convened)).format(n=len(convened))
    invited = ngettext("{n}, hors des comptes", "{n}, hors des comptes", len(guests)).format(n=len(guests))
    return [Group(_("Convoqués"), seats), *convened, Group(_("Invités"), invited), *guests]


def seat_cell(line: RollLine) -> Cell:
    """Return the institution, over its titular or the delegate announced."""
    person = name_line(line.person, line.function) or _("siège vacant")
    if line.reply is Reply.SENDS and line.delegate:
        person = name_line(line.delegate, line.delegate_function)
    return Cell(line.institution or line.person, person, strong=True)


def letter_cell(line: RollLine) -> Cell:
    """Return the letter of a reply."""
    return Cell(presence=_LETTERS[line.reply], said=line.reply.label)


def reply_cell(line: RollLine) -> Cell:
    """Return the words of a reply."""
    return Cell(line.reply.label, strong=line.reply is Reply.NONE)


def received_cell(line: RollLine) -> Cell:
    """Return when and how a reply came in."""
    if line.reply_on is None and not line.reply_channel:
        return Cell(DASH, tint="text2", said=_("rien reçu"))
    when = short_date(line.reply_on)[:5] if line.reply_on is not None else ""
    icon = dict(channels()).get(line.reply_channel, "")
    way = channel_words(line.reply_channel)
    said = ", ".join(part for part in (when, way) if part)
    return Cell(when or way, tint="text2", small=True, icon=icon, said=said)


def mention_cell(line: RollLine) -> Cell:
    """Return the reason or mention of a reply, and the usual substitute of who did not say « vient »."""
    mention, usual = line.excuse, ""
    if line.reply is Reply.SENDS:
        mention, usual = _("Représente"), line.person or line.institution
    elif line.reply is not Reply.COMES and line.substitute is not None:
        usual = _("Suppléance\u00a0: {name}").format(name=line.substitute.name)
        if not mention:
            return Cell(_("Suppléance"), line.substitute.name, tint="text2", small=True)
    return Cell(mention, usual, small=True)


def seat_columns() -> tuple[Column[RollLine], ...]:
    """Return the columns of the list of the seats and their replies."""
    return (
        Column(_("Siège, titulaire ou délégué annoncé"), seat_cell, 300, stretch=True),
        Column("", letter_cell, 44, sortable=False),
        Column(_("Réponse"), reply_cell, 158),
        Column(_("Reçue"), received_cell, 104, drop=2),
        Column(_("Motif, suppléance"), mention_cell, 196, drop=1),
    )


class ExcuseDialog(FormDialog):
    """The reason of an excuse."""

    def __init__(self, desk: Desk, line: RollLine, channel: str) -> None:
        title = f"{_('Excuse')} · {line.short_name}"
        super().__init__(desk.shell, title, _("Noter l’excuse"), self._save)
        self._desk, self._line, self._channel = desk, line, channel
        self.reason = AutoLineEdit(line.excuse, spelled=True)
        self.form.add(_("&Motif"), self.reason, _("Facultatif."))
        self.on = day_field(desk, line)
        self.form.add(_("&Reçue le"), self.on, name="on")
        self.reason.setFocus()

    def _save(self) -> None:
        commands.note_reply(
            self._desk.store,
            self._line.id,
            Reply.EXCUSED,
            channel=self._channel,
            on=self.on.typed() or self._desk.today(),
            excuse=self.reason.text(),
        )


class DelegateDialog(FormDialog):
    """Who represents an institution: by default the delegate already noted, else the usual substitute."""

    def __init__(self, desk: Desk, line: RollLine, channel: str) -> None:
        super().__init__(
            desk.shell, f"{_('Représentation')} · {line.short_name}", _("Noter la représentation"), self._save
        )
        self._desk, self._line, self._channel = desk, line, channel
        usual = line.substitute
        name, function = line.delegate, line.delegate_function
        if not name and usual is not None:
            name, function = usual.name, usual.function
        self.name = AutoLineEdit(name)
        self.function = AutoLineEdit(function)
        hint = _("Suppléance habituelle\u00a0: {name}.").format(name=usual.name) if usual is not None else ""
        self.form.add(_("&Nom"), self.name, hint, name="delegate_label")
        self.form.add(_("&Fonction"), self.function)
        self.on = day_field(desk, line)
        self.form.add(_("&Reçue le"), self.on, name="on")
        self.name.setFocus()
        self.name.selectAll()

    def _save(self) -> None:
        commands.note_reply(
            self._desk.store,
            self._line.id,
            Reply.SENDS,
            channel=self._channel,
            on=self.on.typed() or self._desk.today(),
            delegate_label=self.name.text(),
            delegate_function=self.function.text(),
        )


class CallDialog(FormDialog):
    """A call that brought no answer: what to remember of it, shown beside the seat until it replies."""

    def __init__(self, desk: Desk, line: RollLine) -> None:
        title = f"{_('Appel')} · {line.short_name}"
        super().__init__(desk.shell, title, _("Noter l’appel"), self._save)
        self._desk, self._line = desk, line
        called = _("Appel du {day}, sans réponse").format(day=day_month(desk.today()))
        self.note = AutoLineEdit(line.excuse if line.reply is Reply.NONE and line.excuse else called)
        self.form.add(_("&Note"), self.note, _("Elle reste à côté du siège jusqu’à sa réponse."))
        self.note.setFocus()
        self.note.selectAll()

    def _save(self) -> None:
        roll_commands.set_reply(self._desk.store, self._line.id, Reply.NONE, excuse=self.note.text())


def day_field(desk: Desk, line: RollLine) -> DateField:
    """Return the field of the day a reply came in: the one noted, else the present day."""
    noted = line.reply_on if line.reply is not Reply.NONE else None
    return DateField(noted or desk.today(), today=desk.today)


class Counters(QWidget):
    """How many come, are represented, excused and silent, each with its letter."""

    def __init__(self) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self._labels: dict[Reply, Label] = {}
        for reply in (Reply.COMES, Reply.SENDS, Reply.EXCUSED, Reply.NONE):
            line.addWidget(PresenceCell(_LETTERS[reply], 24))
            self._labels[reply] = Label("", "strong" if reply is Reply.NONE else "body")
            line.addWidget(self._labels[reply])
            line.addSpacing(10)

    def show_counts(self, lines: tuple[RollLine, ...]) -> None:
        """Count other lines."""
        n = counts(lines)
        words = {
            Reply.COMES: ngettext("{n} vient", "{n} viennent", n.comes).format(n=n.comes),
            Reply.SENDS: ngettext("{n} représenté", "{n} représentés", n.sends).format(n=n.sends),
            Reply.EXCUSED: ngettext("{n} excusé", "{n} excusés", n.excuses).format(n=n.excuses),
            Reply.NONE: _("{n} sans réponse").format(n=n.silent),
        }
        for reply, label in self._labels.items():
            label.setText(words[reply])
        self.setAccessibleName(", ".join(words.values()))
