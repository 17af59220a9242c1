"""Settings of this post, kept beside no council: appearance, backups, where the file is."""

import os
from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from coprodesk import __version__, places
from coprodesk.domain.french import clock, in_days, medium_date, thousands
from coprodesk.domain.i18n import _, ngettext
from coprodesk.store import backups
from coprodesk.store.backups import Keep
from coprodesk.ui import paint, theme
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.partner_form import choice
from coprodesk.ui.pages.settings_language import language_card
from coprodesk.ui.pages.settings_parts import SectionView, SettingRow, button_line, form_card
from coprodesk.ui.preferences import Preferences
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton, CheckBox
from coprodesk.ui.widgets.cards import Card


class LooksSection(SectionView):
    """Theme, text size, motion: applied at once, told by the menu too."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        usual = Preferences()
        self.theme_box = choice(
            [(_("celui du système"), "system"), (_("clair"), "light"), (_("sombre"), "dark")]
        )
        self.theme_box.activated.connect(self._save_theme)
        self.size_box = choice([(_("{n}\u00a0%").format(n=round(one * 100)), one) for one in theme.SCALES])
        self.size_box.activated.connect(self._save_size)
        self.calm = CheckBox(_("Rien ne bouge à l’écran"))
        self.calm.clicked.connect(self._save_calm)
        self.theme_row = SettingRow(
            _("Thème"),
            self.theme_box,
            _("Les couleurs de la fenêtre\u00a0; le papier reste blanc. D’origine\u00a0: celui du système."),
            partial(self._apply, wish=usual.theme),
        )
        self.size_row = SettingRow(
            _("Taille du texte"),
            self.size_box,
            _("Celle de toute la fenêtre, pas des documents. D’origine\u00a0: 100\u00a0%."),
            partial(self._apply, size=usual.text_scale),
        )
        self.calm_row = SettingRow(
            _("Réduire les animations"),
            self.calm,
            _("Les messages et les menus apparaissent d’un coup. D’origine\u00a0: non."),
            partial(self._be_calm, usual.calm),
        )
        self.add(form_card(_("Apparence"), self.theme_row, self.size_row, self.calm_row))
        self.add(language_card(desk))
        desk.shell.appearance_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show what is applied."""
        usual = Preferences()
        self.theme_box.setCurrentIndex(max(self.theme_box.findData(theme.wish()), 0))
        near = min(theme.SCALES, key=lambda one: abs(one - theme.scale()))
        self.size_box.setCurrentIndex(theme.SCALES.index(near))
        self.calm.setChecked(self.desk.preferences.calm)
        self.theme_row.show_changed(theme.wish() != usual.theme)
        self.size_row.show_changed(theme.scale() != usual.text_scale)
        self.calm_row.show_changed(self.desk.preferences.calm != usual.calm)

    def first_field(self) -> QWidget:
        """Return the theme."""
        return self.theme_box

    def _apply(self, wish: str | None = None, size: float | None = None) -> None:
        self.desk.shell.set_appearance(wish or theme.wish(), size)

    def _save_theme(self) -> None:
        self._apply(wish=self.theme_box.currentData())

    def _save_size(self) -> None:
        self._apply(size=self.size_box.currentData())

    def _save_calm(self) -> None:
        self._be_calm(self.calm.isChecked())

    def _be_calm(self, on: bool) -> None:
        self.desk.prefer(calm=on)
        self.refresh()


class BackupsSection(SectionView):
    """Where copies go, a second place for them, how many are kept, when the last one was made."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.last = Label("", "small", wrap=True)
        now = make(self, _("Sauvegarder maintenant"), self._back_up, icon="backup")
        desk.writes(now)
        see = make(self, _("Voir les sauvegardes"), partial(desk.go, "backups"), icon="documents")
        card = Card(_("Sauvegardes"))
        card.body.addWidget(self.last)
        card.body.addLayout(button_line(now, see))
        self.add(card)
        self.folder = _FolderRow(
            desk,
            "backups",
            _("Dossier des sauvegardes"),
            _("Où CoproDesk sauvegarde le fichier à l’ouverture, toutes les 30 minutes et à la fermeture."),
            self.refresh,
        )
        self.second = _FolderRow(
            desk,
            "second_backups",
            _("Seconde place"),
            _(
                "Une clé ou un partage\u00a0: chaque sauvegarde y va aussi quand elle est branchée. "
                "D’origine\u00a0: aucune."
            ),
            self.refresh,
        )
        self.kept = choice([(_kept_words(backups.USUAL), False), (_kept_words(backups.LONG), True)])
        self.kept.activated.connect(self._save_kept)
        self.kept_row = SettingRow(
            _("Combien en garder"),
            self.kept,
            _("La dernière de chaque période, et toutes celles du jour. D’origine\u00a0: la première ligne."),
            partial(self._keep, longer=False),
        )
        self.add(form_card(_("Où et combien"), self.folder, self.second, self.kept_row))

    def refresh(self) -> None:
        """Look again into the folders."""
        root = self.desk.backups_root
        found = [] if root is None else backups.existing(self.desk.store.path, root)
        self.last.setText(self._last_words(found))
        self.folder.show_folder(str(root or places.backups()))
        self.second.show_folder(self.desk.preferences.second_backups, _("aucune"))
        longer = self.desk.preferences.keep_longer
        self.kept.setCurrentIndex(int(longer))
        self.kept_row.show_changed(longer)

    def _save_kept(self) -> None:
        self._keep(longer=self.kept.currentData())

    def _keep(self, *, longer: bool) -> None:
        self.desk.prefer(keep_longer=longer)
        self.refresh()

    def _last_words(self, found: list[backups.Backup]) -> str:
        if not found:
            return _("Aucune sauvegarde de ce fichier n’est encore dans ce dossier.")
        last = found[0].made_at
        count = ngettext("{n} sauvegarde gardée.", "{n} sauvegardes gardées.", len(found)).format(
            n=len(found)
        )
        told = _("Dernière sauvegarde\u00a0: {when}, le {day} à {time}. {count}").format(
            when=in_days((last.date() - self.desk.today()).days),
            day=medium_date(last.date()),
            time=clock(last),
            count=count,
        )
        second = self.desk.preferences.second_backups
        if second and len(self.desk.backup_places()) < 2:
            told = " ".join((told, _("La seconde place n’est pas branchée.")))
        return told

    def _back_up(self) -> None:
        self.desk.back_up(self._made, self.desk.shell.refuse)

    def _made(self, _backup: object) -> None:
        self.refresh()
        self.desk.shell.touched({"backup"})
        self.desk.say(_("Sauvegarde faite et vérifiée"), undoable=False)

    def first_field(self) -> QWidget:
        """Return the folder."""
        return self.folder.field


def _kept_words(keep: Keep) -> str:
    return _("{days} jours, {weeks} semaines, {months} mois").format(
        days=keep.days, weeks=keep.weeks, months=keep.months
    )


class _FolderRow(SettingRow):
    """A folder of this post: its path, shown whole, and a button that asks for another."""

    def __init__(
        self, desk: Desk, name: str, label: str, sentence: str, changed: Callable[[], object]
    ) -> None:
        self._desk, self._name, self._changed = desk, name, changed
        self.path = QLineEdit()
        self.path.setReadOnly(True)
        self.path.setMinimumHeight(max(32, round(paint.line_height()) + 12))
        choose = make(self.path, _("Choisir un dossier…"), self._ask, icon="folder-open")
        super().__init__(label, self.path, sentence, partial(self.take, ""), ActionButton(choose))

    def show_folder(self, path: str, nothing: str = "") -> None:
        """Show a folder, or what no folder means."""
        self.path.setText(path or nothing)
        self.path.setToolTip(path)
        self.path.setCursorPosition(0)
        self.show_changed(bool(getattr(self._desk.preferences, self._name)))

    def _ask(self) -> None:
        picker = QFileDialog(self._desk.shell, self.words, self.path.text())
        picker.setFileMode(QFileDialog.FileMode.Directory)
        picker.fileSelected.connect(self.take)
        picker.finished.connect(picker.deleteLater)
        picker.open()

    def take(self, folder: str) -> None:
        """Copy to this folder from now on, '' for the usual one; copies already made stay where they are."""
        self._desk.prefer(**{self._name: folder})
        self._changed()


class FileSection(SectionView):
    """Where the council file is, and which program reads it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        card = Card(_("Fichier et version"))
        self.lines = [Label("", "small", wrap=True) for _line in range(3)]
        for label in self.lines:
            card.body.addWidget(label)
        offered = desk.shell.actions_by_id
        card.body.addLayout(button_line(*(offered[key] for key in ("file.save_copy",) if key in offered)))
        self.add(card)

    def refresh(self) -> None:
        """Look at the file again; its path may go on in another line after each folder."""
        path = self.desk.store.path
        size = thousands(max(1, round(path.stat().st_size / 1024))) if places.is_file(path) else "–"
        lines = (
            _("Fichier du conseil\u00a0: {path}").format(path=str(path).replace(os.sep, f"{os.sep}\u200b")),
            _("Taille\u00a0: {size}\u00a0Ko").format(size=size),
            _("CoproDesk {version}").format(version=__version__),
        )
        for label, line in zip(self.lines, lines, strict=True):
            label.setText(line)
