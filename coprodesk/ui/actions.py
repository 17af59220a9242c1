"""The one table of actions: it feeds the menus, the keys, the buttons, the palette and the shortcut sheet."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar, QWidget

from coprodesk.domain.i18n import _

Handler = Callable[[], object]


class ActionSpec(NamedTuple):
    """One action: `shortcut` in Qt's portable form, several parted by « ; »; `menu` '' is in no menu.

    `part` is the group inside the menu: a line parts two groups. `text` carries the mnemonic (&).
    """

    id: str
    text: str
    shortcut: str = ""
    menu: str = ""
    icon: str = ""
    tip: str = ""
    part: int = 0

    @property
    def label(self) -> str:
        """The text without mnemonic."""
        return self.text.replace("&", "")


def menus() -> tuple[tuple[str, str], ...]:
    """Return the menus in their order: id and title with mnemonic."""
    return (
        ("file", _("&Fichier")),
        ("edit", _("É&dition")),
        ("meeting", _("&Réunion")),
        ("view", _("&Affichage")),
        ("help", _("Aid&e")),
    )


def specs() -> tuple[ActionSpec, ...]:
    """Return every action of the program, in menu order."""
    return (*_file(), *_edit(), *_meeting(), *_view(), *_help())


def _file() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec("meeting.new", _("&Nouvelle réunion"), "Ctrl+N", "file", "plus"),
        ActionSpec("file.create", _("&Créer un fichier de conseil…"), "", "file", "file-plus", part=1),
        ActionSpec("file.open", _("&Ouvrir…"), "Ctrl+O", "file", "folder-open", part=1),
        ActionSpec("file.example", _("Ouvrir l’e&xemple"), "", "file", "journal", part=1),
        ActionSpec("file.erase_example", _("Efface&r l’exemple"), "", "file", "trash", part=1),
        ActionSpec(
            "file.save",
            _("&Enregistrer maintenant"),
            "Ctrl+S",
            "file",
            "save",
            _("CoproDesk enregistre tout seul ; cette touche n’attend pas."),
            part=2,
        ),
        ActionSpec(
            "file.save_copy", _("Enregistrer une co&pie ailleurs…"), "Ctrl+Shift+S", "file", "copy", part=2
        ),
        ActionSpec("file.backup", _("Sau&vegarder…"), "", "file", "backup", part=2),
        ActionSpec("file.import", _("&Importer…"), "", "file", "import", part=3),
        ActionSpec("file.export", _("Exporter les table&aux…"), "", "file", "export", part=3),
        ActionSpec("file.export_all", _("Exporter &tout le conseil…"), "", "file", "archive", part=3),
        ActionSpec("file.print", _("Aperçu avant i&mpression…"), "Ctrl+P", "file", "print", part=4),
        ActionSpec("report.annual", _("&Bilan annuel et chiffres locaux"), "", "file", "file-text", part=4),
        ActionSpec("file.close_sheet", _("&Fermer la fiche"), "Ctrl+W", "file", "close", part=5),
        ActionSpec("file.quit", _("&Quitter"), "Ctrl+Q", "file", "", part=5),
    )


def _edit() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec("edit.undo", _("&Annuler"), "Ctrl+Z", "edit", "undo"),
        ActionSpec("edit.redo", _("&Rétablir"), "Ctrl+Y; Ctrl+Shift+Z", "edit", "redo"),
        ActionSpec("edit.find", _("&Filtrer cette liste"), "Ctrl+F", "edit", "search", part=1),
        ActionSpec("edit.find_next", _("&Suivant"), "F3", "edit", part=1),
        ActionSpec("edit.find_previous", _("Précé&dent"), "Shift+F3", "edit", part=1),
        ActionSpec("edit.rename", _("&Modifier la ligne"), "F2", "edit", "edit", part=2),
        ActionSpec("edit.delete", _("Supprimer…"), "", "edit", "trash", part=2),
        ActionSpec("partner.new", _("Nouveau &partenaire"), "", "edit", "partners", part=3),
        ActionSpec("body.new", _("Nouveau &groupe"), "", "edit", "groups", part=3),
        ActionSpec("template.edit", _("Modè&les d’ordre du jour"), "", "edit", "copy", part=3),
        ActionSpec("excuse.note", _("Noter une répo&nse…"), "Ctrl+R", "edit", "phone", part=3),
    )


def _meeting() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec("meeting.agenda", _("&Ordre du jour"), "", "meeting", "engagements"),
        ActionSpec("meeting.invitations", _("&Convocations"), "", "meeting", "send"),
        ActionSpec("meeting.live", _("&Séance"), "", "meeting", "users"),
        ActionSpec("meeting.minutes", _("Compte &rendu"), "", "meeting", "file-text"),
        ActionSpec("meeting.follow_up", _("S&uivi"), "", "meeting", "check"),
        ActionSpec("item.next", _("Point suiv&ant"), "Ctrl+PgDown", "meeting", "skip", part=1),
        ActionSpec("item.previous", _("Point pr&écédent"), "Ctrl+PgUp", "meeting", "arrow-up", part=1),
        ActionSpec("topic.thread", _("His&torique du sujet"), "", "meeting", "clock", part=1),
        ActionSpec("topic.proposals", _("Proposit&ions de sujets"), "", "meeting", "archive", part=1),
        ActionSpec("note.time", _("Insérer l’&heure"), "F8", "meeting", "clock", part=2),
        ActionSpec("decision.new", _("Nouvelle &décision"), "Ctrl+D", "meeting", "gavel", part=2),
        ActionSpec("commitment.new", _("Nouvel en&gagement"), "Ctrl+E", "meeting", "plus", part=2),
        ActionSpec("note.validate", _("&Valider la ligne"), "Ctrl+Return", "meeting", "check", part=2),
        ActionSpec("roll.show", _("&Présences"), "F9", "meeting", "users", part=3),
        ActionSpec("item.confidential", _("Point con&fidentiel"), "Ctrl+Shift+C", "meeting", "lock", part=3),
        ActionSpec(
            "meeting.suspend", _("Suspendre ou repre&ndre"), "Ctrl+Shift+H", "meeting", "pause", part=3
        ),
        ActionSpec("view.projector", _("Mode pro&jection"), "F11", "meeting", "projector", part=3),
        ActionSpec("meeting.close", _("C&lore la séance…"), "Ctrl+Shift+L", "meeting", "check", part=4),
        ActionSpec("minutes.publish", _("Pu&blier…"), "Ctrl+Shift+P", "meeting", "file-text", part=4),
    )


def _view() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec("view.palette", _("&Rechercher ou aller à…"), "Ctrl+K", "view", "search"),
        ActionSpec("view.next_pane", _("Panneau &suivant"), "F6", "view", part=1),
        ActionSpec("view.previous_pane", _("Panneau &précédent"), "Shift+F6", "view", part=1),
        ActionSpec("view.system", _("Thème du s&ystème"), "", "view", "theme", part=2),
        ActionSpec("view.light", _("Thème &clair"), "", "view", "", part=2),
        ActionSpec("view.dark", _("Thème s&ombre"), "", "view", "", part=2),
        ActionSpec("view.larger", _("&Agrandir le texte"), "", "view", "zoom-in", part=3),
        ActionSpec("view.smaller", _("Ré&duire le texte"), "", "view", "zoom-out", part=3),
    )


def _help() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec("help.screen", _("&Aide de cet écran"), "F1", "help", "help"),
        ActionSpec("help.contents", _("&Sommaire de l’aide"), "", "help", "documents"),
        ActionSpec("help.shortcuts", _("&Raccourcis clavier"), "Shift+F1", "help", "keyboard"),
        ActionSpec("help.tour", _("&Visite en cinq étapes"), "", "help", "play"),
        ActionSpec("help.news", _("&Quoi de neuf\u202f?"), "", "help", "refresh", part=1),
        ActionSpec("help.about", _("À &propos de CoproDesk"), "", "help", "info", part=1),
    )


def make(
    owner: QWidget,
    text: str,
    handler: Handler,
    *,
    shortcut: str = "",
    icon: str = "",
    tip: str = "",
    whole_window: bool = False,
) -> QAction:
    """Return a page's own action, added to `owner`: its keys work while the focus is inside `owner`.

    For what the table does not hold (letters on a list: L, T). `whole_window` lets the keys work
    wherever the focus is while `owner` is visible.
    """
    # With a text first PySide6 asks whether it is an icon, and makes the class of all named ones.
    action = QAction(owner)
    action.setText(text)
    portable = QKeySequence.SequenceFormat.PortableText
    keys = [QKeySequence.fromString(part.strip(), portable) for part in shortcut.split(";") if part.strip()]
    action.setShortcuts(keys)
    if not whole_window:
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.setProperty("icon_name", icon)
    if tip:
        action.setToolTip(tip)
    action.triggered.connect(lambda: handler())
    owner.addAction(action)
    return action


def build(window: QWidget, handlers: Mapping[str, Handler]) -> dict[str, QAction]:
    """Return the actions that have a handler, by id, added to `window` so that their keys work.

    Raises KeyError when a handler names no action of the table.
    """
    table = {spec.id: spec for spec in specs()}
    for name in handlers:
        if name not in table:
            raise KeyError(name)
    made: dict[str, QAction] = {}
    for spec in table.values():
        if spec.id in handlers:
            made[spec.id] = make(
                window,
                spec.text,
                handlers[spec.id],
                shortcut=spec.shortcut,
                icon=spec.icon,
                tip=spec.tip,
                whole_window=True,
            )
    return made


def fill_menus(bar: QMenuBar, actions: Mapping[str, QAction]) -> None:
    """Fill `bar` with the five menus; an action that was not built is left out, an empty menu too."""
    table = specs()
    for key, title in menus():
        part = None
        shown = [spec for spec in table if spec.menu == key and spec.id in actions]
        if not shown:
            continue
        menu = bar.addMenu(title)
        for spec in shown:
            if part is not None and part != spec.part:
                menu.addSeparator()
            part = spec.part
            menu.addAction(actions[spec.id])


# As they are written on French keyboards; the last one on English ones.
_SHORT_KEYS = (
    ("Haut", "↑"),
    ("Bas", "↓"),
    ("Gauche", "←"),
    ("Droite", "→"),
    ("Return", "Enter"),
)


def keys_text(action: QAction) -> str:
    """Return the keys of `action` as the user reads them (« Ctrl+Maj+S »), '' when it has none."""
    return keys_words(action.shortcut())


def keys_words(keys: QKeySequence) -> str:
    """Return keys as they are written on a keyboard of the language Qt speaks."""
    found = keys.toString(QKeySequence.SequenceFormat.NativeText)
    for long, short in _SHORT_KEYS:
        found = found.replace(long, short)
    return found


def label(action: QAction) -> str:
    """Return the text of `action` without mnemonic."""
    return action.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
