"""What a document printed from the command line is about: a meeting, a partner, a body, a year."""

import argparse

from coprodesk.documents.catalogue import About, Kind
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _
from coprodesk.domain.meetings import MeetingState, ahead_words
from coprodesk.queries import bodies, meetings
from coprodesk.queries.partners import find_institution
from coprodesk.store import Store


def about(store: Store, kind: Kind, arguments: argparse.Namespace) -> tuple[int, int | None]:
    """Return the id the document asks for, and the body its restricted copy belongs to.

    Raises Refusal when the meeting, partner or body is not named or not known.
    """
    if kind.about is About.MEETING:
        meeting_id = meeting_of(store, arguments)
        row = meetings.meeting(store, meeting_id)
        return meeting_id, row.body_id if row is not None else None
    if kind.about is About.PARTNER:
        return partner_of(store, arguments.partner), None
    if kind.about is About.BODY:
        body_id = body_of(store, arguments.body)
        return body_id, body_id
    if kind.about is About.YEAR:
        return arguments.year or store.clock().year, None
    return 0, None


def held_ahead(store: Store, kind: Kind, about_id: int) -> tuple[str, ...]:
    """Return what to say of a paper about a meeting held, or being held, ahead of its own date."""
    row = meetings.meeting(store, about_id) if kind.about is About.MEETING else None
    if row is None or row.state not in (MeetingState.IN_PROGRESS, MeetingState.HELD):
        return ()
    words = ahead_words(row.date, store.clock().date())
    return (_("{words} Vérifiez cette date.").format(words=words),) if words else ()


def meeting_of(store: Store, arguments: argparse.Namespace) -> int:
    """Return the meeting named by `--meeting` and `--body`; raise Refusal when there is none."""
    if arguments.meeting is None:
        raise Refusal(_("Il manque la réunion. Rien n’a été écrit. Ajoutez par exemple : --meeting 2026-02."))
    found = meetings.find_meeting(store, arguments.meeting, body=arguments.body)
    if found is None:
        raise Refusal(
            _(
                "Aucune réunion « {meeting} » dans ce fichier. Rien n’a été écrit. Donnez son numéro "
                "(2026-02) ou sa date (24/09/2026) avec --body."
            ).format(meeting=arguments.meeting)
        )
    return found


def partner_of(store: Store, name: str | None) -> int:
    """Return the partner of this name or short name; raise Refusal when there is none."""
    if name is None:
        raise Refusal(
            _("Il manque le partenaire. Rien n’a été écrit. Ajoutez par exemple : --partner DSDEN.")
        )
    found = find_institution(store, name)
    if found is None:
        raise Refusal(
            _("Aucun partenaire « {name} » dans ce fichier. Rien n’a été écrit. Vérifiez son nom.").format(
                name=name
            )
        )
    return found


def body_of(store: Store, name: str | None) -> int:
    """Return the body of this name or short name; raise Refusal when there is none."""
    if name is None:
        raise Refusal(_("Il manque l’instance. Rien n’a été écrit. Ajoutez par exemple : --body Plénière."))
    for row in bodies.bodies(store, store.clock().date()):
        if fold(name) in (fold(row.name), fold(row.short_name)):
            return row.id
    raise Refusal(
        _("Aucune instance « {name} » dans ce fichier. Rien n’a été écrit. Vérifiez son nom.").format(
            name=name
        )
    )
