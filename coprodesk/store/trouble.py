"""What SQLite and the disk say, turned into sentences for the user; driver exceptions stop here."""

from datetime import datetime
from pathlib import Path

from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import clock, hour, long_date
from coprodesk.domain.i18n import _
from coprodesk.places import is_folder
from coprodesk.store import driver

ERROR, READONLY, IOERR, CORRUPT, FULL, NOTADB, BUSY = 1, 8, 10, 11, 13, 26, 5
"""Primary result codes of SQLite."""


class SaveRefused(Refusal):
    """A save that did not happen: the text stays on screen, the file holds everything saved before."""


class FileHeld(Refusal):
    """The pen of this file is not to be had, reading it is; `elsewhere` when another post holds it."""

    def __init__(self, message: str, *, elsewhere: bool) -> None:
        super().__init__(message)
        self.elsewhere = elsewhere


class BrokenRuleError(Exception):
    """A rule of the schema was broken by our own code: a bug, not an expected refusal."""


def primary_code(error: driver.Error) -> int:
    """Return SQLite's primary result code of `error`, 0 when it carries none (the driver's own objection).

    Text that is no UTF-8 is damage that SQLite itself does not see: the driver says so without a code.
    """
    if str(error).startswith("Could not decode"):
        return CORRUPT
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def save_refused(error: driver.Error, saved_at: datetime | None) -> SaveRefused:
    """Return the refusal for a failed save; everything up to `saved_at` is safe."""
    safe = (
        _("tout ce qui précède {time} l’est").format(time=clock(saved_at))
        if saved_at
        else _("le fichier n’a pas changé")
    )
    code = primary_code(error)
    if code == FULL:
        return SaveRefused(
            _(
                "Le disque est plein. Votre dernière modification n’est pas enregistrée ; {safe}. "
                "Libérez de la place ou enregistrez une copie ailleurs."
            ).format(safe=safe)
        )
    if code == READONLY:
        return SaveRefused(
            _(
                "Le fichier est protégé en écriture. Votre dernière modification n’est pas enregistrée ; "
                "{safe}. Retirez la protection ou enregistrez une copie ailleurs."
            ).format(safe=safe)
        )
    if code == BUSY:
        return SaveRefused(
            _(
                "Un autre programme lit ou copie le fichier en ce moment. Votre dernière modification n’est "
                "pas enregistrée ; {safe}. Réessayez dans un instant."
            ).format(safe=safe)
        )
    return SaveRefused(
        _(
            "Le disque n’a pas accepté l’écriture. Votre dernière modification n’est pas enregistrée ; "
            "{safe}. Réessayez, ou enregistrez une copie sur un autre disque."
        ).format(safe=safe)
    )


def moved_away(path: Path) -> SaveRefused:
    """Return the refusal for a file moved or replaced while it was open."""
    return SaveRefused(
        _(
            "Le fichier « {name} » a été déplacé ou remplacé pendant que CoproDesk l’utilisait "
            "(synchronisation ?). Rien n’a été écrasé. Enregistrez une copie, ou rouvrez le fichier."
        ).format(name=path.name)
    )


def require_folder(folder: Path) -> None:
    """Raise Refusal unless `folder` is there: a mistyped name would make one that nobody finds."""
    if not is_folder(folder):
        raise Refusal(
            _(
                "Le dossier «\u00a0{folder}\u00a0» n’existe pas. Rien n’a été écrit. Vérifiez son nom ou la "
                "clé, ou créez-le d’abord."
            ).format(folder=folder.name or folder)
        )


def full(path: Path) -> FileHeld:
    """Return the refusal for a file that cannot be opened for writing: its disk is full."""
    return FileHeld(
        _(
            "Le disque de « {name} » est plein. Le fichier n’a pas été modifié. "
            "Libérez de la place, puis rouvrez-le, ou ouvrez-le en lecture seule."
        ).format(name=path.name),
        elsewhere=False,
    )


def unreadable(path: Path, error: driver.Error) -> Refusal:
    """Return the refusal for a file that cannot be read."""
    if primary_code(error) in (CORRUPT, NOTADB):
        return damaged(path)
    return Refusal(
        _(
            "Le fichier « {name} » ne se laisse pas lire pour l’instant. Il n’a pas été modifié. "
            "Vérifiez le disque ou la clé, puis réessayez."
        ).format(name=path.name)
    )


def damaged(path: Path) -> Refusal:
    """Return the refusal for a truncated or damaged file."""
    return Refusal(
        _(
            "Le fichier « {name} » est incomplet ou endommagé. Il n’a pas été modifié. "
            "Ouvrez la dernière sauvegarde, dans le dossier Sauvegardes de CoproDesk."
        ).format(name=path.name)
    )


def not_ours(path: Path) -> Refusal:
    """Return the refusal for a file of another program."""
    return Refusal(
        _(
            "Le fichier « {name} » n’est pas un fichier CoproDesk. Il n’a pas été modifié. "
            "Choisissez un fichier dont le nom finit par .copro."
        ).format(name=path.name)
    )


def too_new(path: Path, version: int) -> Refusal:
    """Return the refusal for a file written by a newer CoproDesk."""
    return Refusal(
        _(
            "Le fichier « {name} » vient d’une version plus récente de CoproDesk (format {version}). "
            "Il n’a pas été modifié. Installez la dernière version de CoproDesk pour l’ouvrir."
        ).format(name=path.name, version=version)
    )


def held_by(path: Path, user: str, host: str, since: datetime | None) -> str:
    """Return who holds the pen of `path` and since when, and the way out."""
    when = (
        _("depuis {time} le {day}").format(time=hour(since.strftime("%H:%M")), day=long_date(since.date()))
        if since
        else _("depuis un moment inconnu")
    )
    return _(
        "Le fichier « {name} » est ouvert par {user} sur {host} {when}. "
        "Vous pouvez l’ouvrir en lecture seule ou réessayer."
    ).format(name=path.name, user=user or "?", host=host or "?", when=when)


def closed(path: Path) -> Refusal:
    """Return the refusal of any act on a file already closed."""
    return Refusal(
        _("Le fichier « {name} » est fermé. Rien n’a été modifié. Rouvrez-le pour continuer.").format(
            name=path.name
        )
    )


def unwritable_text() -> Refusal:
    """Return the refusal of text that holds half a character (a lone surrogate)."""
    return Refusal(
        _(
            "Ce texte contient un caractère abîmé, sans doute venu d’un collage. Rien n’a été modifié. "
            "Effacez ce caractère, puis réessayez."
        )
    )


def read_only() -> Refusal:
    """Return the refusal of any act in a read-only window."""
    return Refusal(
        _(
            "Ce fichier est ouvert en lecture seule. Rien n’a été modifié. "
            "Fermez l’autre fenêtre, puis rouvrez-le."
        )
    )
