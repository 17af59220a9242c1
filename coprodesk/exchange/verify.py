"""« Vérifier un document »: a PDF of the disk against the versions that the file keeps, in one sentence."""

from dataclasses import dataclass
from pathlib import Path

from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import day_month
from coprodesk.domain.i18n import _
from coprodesk.domain.minutes import SETTLED, VersionState
from coprodesk.domain.verifying import Verdict, verify
from coprodesk.queries.meetings import meeting
from coprodesk.queries.versions import VersionRow, frozen_versions
from coprodesk.store import Store

LARGEST = 50_000_000
"""Bytes of a file that is looked at: the longest minutes hold a hundredth of it."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a file is, in words, and the version that it is or comes from."""

    verdict: Verdict
    sentence: str
    version: VersionRow | None


def read_pdf(path: Path) -> bytes:
    """Return the bytes of a PDF. Raises Refusal when it cannot be read, is too large or is no PDF."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise Refusal(
            _(
                "«\u00a0{name}\u00a0» n’a pas pu être lu. Rien n’a changé. Vérifiez que le fichier existe."
            ).format(name=path.name)
        ) from error
    if len(data) > LARGEST or b"%PDF" not in data[:1024]:
        raise Refusal(
            _(
                "«\u00a0{name}\u00a0» n’est pas un PDF de compte rendu. Rien n’a changé. Choisissez un PDF."
            ).format(name=path.name)
        )
    return data


def verify_pdf(store: Store, name: str, pdf: bytes, text: str = "") -> Verified:
    """Say whether a PDF is a frozen version, was made from one and modified, or is unknown."""
    found = verify(pdf, frozen_versions(store), text)
    if found.version is None:
        words = _(
            "«\u00a0{name}\u00a0» est inconnu\u00a0: aucune version figée ici ne lui correspond. "
            "Il vient d’un autre fichier, ou a été imprimé sans être publié."
        )
        return Verified(found.verdict, words.format(name=name), None)
    if found.verdict is Verdict.IDENTICAL:
        words = _("«\u00a0{name}\u00a0» est identique, octet pour octet, {what}.")
    else:
        words = _(
            "«\u00a0{name}\u00a0» a été modifié\u00a0: il porte l’empreinte d’une version figée, mais ce "
            "n’est plus le même fichier. À comparer {what}."
        )
    sentence = words.format(name=name, what=_which(store, found.version))
    return Verified(found.verdict, sentence, found.version)


def _which(store: Store, version: VersionRow) -> str:
    """Return « au compte rendu approuvé le 19 novembre 2026 (version 4, Partenaires), … »."""
    row = meeting(store, version.meeting_id)
    approved = row.approved_on if row is not None else None
    if version.state in SETTLED and approved is not None:
        words = _("au compte rendu {state} le {day} {year}").format(
            state=VersionState.APPROVED.label.lower(), day=day_month(approved), year=approved.year
        )
        if version.state is VersionState.RECTIFIED:
            words = _("au rectificatif du compte rendu approuvé le {day} {year}").format(
                day=day_month(approved), year=approved.year
            )
    elif version.state is VersionState.VALIDATED:
        words = _("au compte rendu validé")
    else:
        words = _("au projet de compte rendu")
    title = ""
    if row is not None:
        title = _(", {title} du {day} {year}").format(
            title=row.title, day=day_month(row.date), year=row.date.year
        )
    return _("{words} (version {n}, {audience}){title}").format(
        words=words, n=version.version, audience=version.audience.label.lower(), title=title
    )
