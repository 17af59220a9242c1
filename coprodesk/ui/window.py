"""The window of one open council file: its places, its pages and the acts of its menus."""

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from coprodesk import __version__
from coprodesk.domain.french import clock
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries import commitment_counters, council
from coprodesk.store import Change, Store
from coprodesk.ui.actions import Handler
from coprodesk.ui.desk import Desk
from coprodesk.ui.page import Page
from coprodesk.ui.shell import Shell
from coprodesk.ui.sidebar import Place
from coprodesk.ui.speller import speller

if TYPE_CHECKING:
    from coprodesk.ui.palette import PaletteGroup

PAGES = {
    "home": ("home", "HomePage", ""),
    "meetings": ("meetings", "MeetingsPage", ""),
    "meeting": ("meeting", "MeetingPage", "meetings"),
    "proposals": ("proposals", "ProposalsPage", "meetings"),
    "commitments": ("commitments", "CommitmentsPage", ""),
    "partners": ("partners", "PartnersPage", ""),
    "partner": ("partner", "PartnerPage", "partners"),
    "bodies": ("bodies", "BodiesPage", ""),
    "templates": ("templates", "TemplatesPage", "bodies"),
    "observatory": ("observatory", "ObservatoryPage", ""),
    "local_figures": ("local_figures", "LocalFiguresPage", "observatory"),
    "documents": ("documents", "DocumentsPage", ""),
    "backups": ("backups", "BackupsPage", ""),
    "journal": ("journal", "JournalPage", ""),
    "settings": ("settings", "SettingsPage", ""),
}
"""Page id -> module of `ui.pages`, class, and the place of the sidebar it belongs to when not its own."""

OFFERED = (
    "meeting.new",
    "file.save",
    "file.save_copy",
    "file.print",
    "file.close_sheet",
    "file.import",
    "file.export",
    "file.export_all",
    "edit.undo",
    "edit.redo",
    "edit.find",
    "edit.rename",
    "edit.delete",
    "partner.new",
    "body.new",
    "excuse.note",
    "template.edit",
    "report.annual",
    "meeting.agenda",
    "meeting.invitations",
    "meeting.live",
    "meeting.minutes",
    "meeting.follow_up",
    "item.next",
    "item.previous",
    "topic.thread",
    "topic.proposals",
    "note.time",
    "note.validate",
    "roll.show",
    "item.confidential",
    "meeting.suspend",
    "view.projector",
    "meeting.close",
    "minutes.publish",
    "decision.new",
    "commitment.new",
    "view.palette",
    "view.next_pane",
    "view.previous_pane",
    "view.system",
    "view.light",
    "view.dark",
    "view.larger",
    "view.smaller",
    "help.screen",
    "help.contents",
    "help.shortcuts",
    "help.tour",
    "help.news",
    "file.quit",
)
"""The actions of the table that exist in this program; the file's own come from the program."""


WRITING = frozenset(
    {
        "meeting.new",
        "file.import",
        "file.erase_example",
        "edit.undo",
        "edit.redo",
        "edit.rename",
        "edit.delete",
        "partner.new",
        "body.new",
        "excuse.note",
        "note.time",
        "note.validate",
        "decision.new",
        "commitment.new",
        "item.confidential",
        "meeting.suspend",
        "meeting.close",
        "minutes.publish",
    }
)
"""Those that change the file: greyed in a window that only reads it, see `Desk.writes`."""


NAMED = frozenset({"council", "institution", "person", "body", "theme", "meeting", "setting"})
"""The tables whose words the spelling knows, see `queries.own_words`."""


def places() -> list[Place]:
    """Return the places of the sidebar, in order."""
    return [
        Place("home", _("Accueil"), "home"),
        Place("meetings", _("Réunions"), "calendar"),
        Place("commitments", _("Engagements"), "engagements"),
        Place("partners", _("Partenaires"), "partners"),
        Place("bodies", _("Groupes"), "groups"),
        Place("observatory", _("Observatoire"), "chart"),
        Place("documents", _("Documents"), "documents"),
        Place("backups", _("Sauvegardes"), "backup", bottom=True),
        Place("journal", _("Journal"), "journal", bottom=True),
        Place("settings", _("Réglages"), "settings", bottom=True),
        Place("help.screen", _("Aide"), "help", bottom=True),
    ]


def build(
    store: Store,
    *,
    backups_root: Path | None = None,
    handlers: Mapping[str, Handler] | None = None,
    on_close: Callable[[], bool] | None = None,
) -> Desk:
    """Return the desk of `store` in a window not yet shown; `handlers` are the program's own acts."""
    desk_of: list[Desk] = []
    own: dict[str, Handler] = {
        "edit.undo": lambda: desk_of[0].undo(),
        "edit.redo": lambda: desk_of[0].redo(),
        "file.save": lambda: _save_now(desk_of[0]),
        "file.save_copy": lambda: _save_copy(desk_of[0]),
        "meeting.new": lambda: _new_meeting(desk_of[0]),
        "excuse.note": lambda: _note_reply(desk_of[0]),
        "topic.proposals": lambda: desk_of[0].go("proposals"),
        "template.edit": lambda: desk_of[0].go("templates"),
        "report.annual": lambda: desk_of[0].go("local_figures"),
        "file.import": lambda: _import(desk_of[0]),
        "file.export": lambda: _export(desk_of[0]),
        "file.export_all": lambda: _export_all(desk_of[0]),
        "help.screen": lambda: _help(desk_of[0]),
        "help.contents": lambda: _help(desk_of[0], "contents"),
        "help.tour": lambda: _tour(desk_of[0]),
        "help.about": lambda: _about(desk_of[0]),
        "help.news": lambda: _help(desk_of[0], "news"),
        **(handlers or {}),
    }
    shell = Shell(
        places(),
        own,
        offered=(*OFFERED, *(handlers or ())),
        search=lambda text: _find(desk_of[0], text),
        on_close=on_close,
    )
    desk = Desk(shell, store)
    desk.backups_root = backups_root
    desk_of.append(desk)
    desk.writes(*(action for key, action in shell.actions_by_id.items() if key in WRITING))
    for key, (module, name, home) in PAGES.items():
        shell.add_page(key, partial(_make_page, desk, module, name), home=home)
    _name_council(desk)
    _count_late(desk)
    _spell(desk)
    shell.saved(clock(store.last_save()))
    desk.changed.connect(lambda change: _follow(desk, change))
    return desk


def offer_news(desk: Desk, seen: str) -> None:
    """After an update, offer once to read what is new since version `seen`; '' is a post's first time."""
    if seen not in ("", __version__):
        words = _("CoproDesk {version} est installé.").format(version=__version__)
        desk.shell.banner.say(words, "run", desk.shell.action("help.news"), closable=True)


def offer_tour(desk: Desk) -> None:
    """Offer the tour, once on a post."""
    from coprodesk.ui import tour

    tour.offer_tour(desk)


def _make_page(desk: Desk, module: str, name: str) -> Page:
    page: Page = getattr(import_module(f"coprodesk.ui.pages.{module}"), name)(desk)
    return page


def _follow(desk: Desk, change: Change) -> None:
    if change.touches(frozenset({"council"})):
        _name_council(desk)
    if change.touches(frozenset({"commitment"})):
        _count_late(desk)
    if change.touches(NAMED):
        speller().forget()


def _name_council(desk: Desk) -> None:
    facts = council.council(desk.store)
    kind = _("CISPD") if facts.kind == "intercommunal" else _("CLSPD")
    if facts.example_at is not None:
        kind = _("EXEMPLE · {kind}").format(kind=kind)
    if desk.store.read_only:
        kind = _("Lecture seule · {kind}").format(kind=kind)
    desk.shell.sidebar.set_council(facts.commune, kind)
    desk.shell.top.example.setVisible(facts.example_at is not None)
    desk.shell.top.place()
    desk.shell.setWindowTitle(f"{facts.commune} – {kind} – CoproDesk")


def _count_late(desk: Desk) -> None:
    late = commitment_counters.late_count(desk.store, desk.today())
    words = ngettext("{n} en retard", "{n} en retard", late).format(n=late)
    desk.shell.sidebar.set_badge("commitments", late, words)


def _spell(desk: Desk) -> None:
    """Let the editors know the words of the council, read when the first of them asks."""

    def own() -> frozenset[str]:
        from coprodesk.queries.own_words import own_words

        return own_words(desk.store)

    def add(word: str) -> None:
        from coprodesk.commands.own_words import add_word

        if desk.act(add_word, desk.store, word):
            desk.say(_("«\u00a0{word}\u00a0» est un mot du conseil").format(word=word))

    speller().serve(own, None if desk.store.read_only else add)


def _find(desk: Desk, text: str) -> "list[PaletteGroup]":
    from coprodesk.ui.find import Finder

    return Finder(desk).groups(text)


def _save_now(desk: Desk) -> None:
    """Ctrl+S: store what is pending, and say that everything is."""
    desk.shell.flush()
    words = desk.shell.top.save_state.text()
    desk.say(_("Déjà enregistré. {words}").format(words=words), undoable=False)


def _save_copy(desk: Desk) -> None:
    """Ask where, and write a verified copy of the file there."""
    from coprodesk.ui.ask_copy import ask_copy

    desk.shell.flush()
    asked = ask_copy(desk.shell, _("Enregistrer une copie"), desk.store.path)
    if asked is not None:
        target, replace_it = asked
        desk.store.copy_to(target, replace=replace_it)
        desk.say(_("Copie faite et vérifiée : {name}").format(name=target.name), undoable=False)


def _new_meeting(desk: Desk) -> None:
    from coprodesk.ui.pages.new_meeting import open_new_meeting

    open_new_meeting(desk)


def _note_reply(desk: Desk) -> None:
    from coprodesk.ui.pages.reply_anywhere import open_reply

    open_reply(desk)


def _import(desk: Desk) -> None:
    from coprodesk.ui.pages.import_centre import open_centre

    open_centre(desk)


def _help(desk: Desk, name: str = "") -> None:
    from coprodesk.ui.help import open_help, screen_id

    open_help(desk.shell, name or screen_id(desk.shell), desk)


def _about(desk: Desk) -> None:
    from PySide6.QtWidgets import QMessageBox

    QMessageBox.about(
        desk.shell,
        _("À propos de CoproDesk"),
        _(
            "CoproDesk {version}\nLe bureau du secrétaire d’un CLSPD.\n"
            "Aucune connexion : vos données restent dans votre fichier."
        ).format(version=__version__),
    )


def _tour(desk: Desk) -> None:
    from coprodesk.ui.tour import start_tour

    start_tour(desk)


def _export(desk: Desk) -> None:
    from coprodesk.ui.pages.export_dialog import open_tables

    open_tables(desk)


def _export_all(desk: Desk) -> None:
    from coprodesk.ui.pages.export_dialog import open_whole

    open_whole(desk)
