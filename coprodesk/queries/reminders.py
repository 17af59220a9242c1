"""Reminders: whom to write to, of which commitments, in which words; who signs and who is answered.

A letter is for an audience, and nothing it may not see is selected.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from coprodesk.domain.commitments import CommitmentState
from coprodesk.domain.disclosure import Audience, Level, visible_levels
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import day_month
from coprodesk.domain.i18n import _
from coprodesk.domain.letters import CLOSING, body_words, full_civility, inside, salutation, short_council
from coprodesk.domain.names import display_name, of_institution
from coprodesk.domain.reminders import (
    ANSWER_DAYS,
    LetterText,
    Signer,
    Tone,
    default_text,
    fill,
    fill_line,
    listed,
)
from coprodesk.queries import day
from coprodesk.queries.commitment_filter import visible
from coprodesk.queries.letters import Addressee, Contact, Sender
from coprodesk.queries.mandates import CURRENT
from coprodesk.queries.papers import Letterhead, letterhead
from coprodesk.store import Store


@dataclass(frozen=True, slots=True)
class Template:
    """The text of a tone; `own` when the user changed it."""

    tone: Tone
    content: LetterText
    own: bool


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One commitment of a letter."""

    id: int
    reference: str
    what: str
    state: CommitmentState
    decided_on: date
    due: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class ReminderLetter:
    """The letter to one partner; `paragraphs` hold `domain.reminders.LIST` where the commitments come."""

    letterhead: Letterhead
    level: Level
    tone: Tone
    sender: Sender
    addressee: Addressee
    email: str
    short_name: str
    subject: str
    paragraphs: tuple[str, ...]
    lines: tuple[ReminderLine, ...]


@dataclass(frozen=True, slots=True)
class LatePartner:
    """A partner that leads open commitments, and how many of them are late."""

    id: int
    short_name: str
    name: str
    open: int
    late: int


def templates(store: Store) -> tuple[Template, ...]:
    """Return the text of each tone, the user’s own where there is one."""
    own = {
        row["code"]: LetterText(row["subject"], row["text"])
        for row in store.rows("SELECT * FROM letter_template")
    }
    return tuple(Template(tone, own.get(tone.value, default_text(tone)), tone.value in own) for tone in Tone)


def partners_to_remind(store: Store, on: date) -> tuple[LatePartner, ...]:
    """Return the partners that lead open commitments, those with late ones first."""
    rows = store.rows(
        """SELECT i.id, i.short_name, i.name, count(*) AS open,
            sum(c.state = 'open' AND c.current_due < :on) AS late
        FROM commitment c JOIN institution i ON i.id = c.lead_id
        WHERE c.state IN ('open', 'to_confirm') GROUP BY i.id
        ORDER BY coalesce(late, 0) = 0, i.protocol_rank, i.id""",
        {"on": on.isoformat()},
    )
    return tuple(
        LatePartner(row["id"], row["short_name"], row["name"], row["open"], row["late"] or 0) for row in rows
    )


def lines_of(store: Store, institution_id: int, audience: Audience, on: date) -> tuple[ReminderLine, ...]:
    """Return the open commitments a partner leads that the audience may see, by due date."""
    rows = store.rows(
        f"""SELECT c.id, c.reference, c.what, c.state, c.decided_on, c.current_due FROM commitment c
        WHERE c.lead_id = :lead AND c.state IN ('open', 'to_confirm') AND {visible(audience)}
        ORDER BY c.current_due IS NULL, c.current_due, c.reference""",
        {"lead": institution_id, "audience_body": audience.body_id},
    )
    return tuple(_line(row, on) for row in rows)


def _line(row: Any, on: date) -> ReminderLine:
    due = day(row["current_due"])
    state = CommitmentState(row["state"])
    late = state is CommitmentState.OPEN and due is not None and due < on
    return ReminderLine(
        row["id"], row["reference"], row["what"], state, date.fromisoformat(row["decided_on"]), due, late
    )


def of_partner(store: Store, institution_id: int) -> str:
    """Return « du parquet », « de la DSDEN »."""
    row = store.row("SELECT short_name, article FROM institution WHERE id = ?", (institution_id,))
    return "" if row is None else of_institution(row["short_name"], row["article"])


def reminder(
    store: Store,
    institution_id: int,
    audience: Audience,
    *,
    tone: Tone = Tone.NEUTRAL,
    signer: Signer | None = None,
    commitment_ids: Collection[int] | None = None,
    answer_by: date | None = None,
) -> ReminderLetter:
    """Return the letter of a tone to a partner, of its late commitments or of those named.

    Raises Refusal when the partner is gone, when no commitment is late, or when it missed no meeting.
    """
    on = store.clock().date()
    place = store.row("SELECT * FROM institution WHERE id = ?", (institution_id,))
    if place is None:
        raise Refusal(_("Ce partenaire n’existe plus. Rien n’a été écrit. Revenez à la liste."))
    lines: tuple[ReminderLine, ...] = ()
    if tone is not Tone.ABSENCE:
        lines = _chosen(lines_of(store, institution_id, audience, on), commitment_ids, place["short_name"])
    head = letterhead(store)
    coming = _coming(store, audience, on)
    values = {
        "références": listed(tuple(one.reference for one in lines)),
        "réunion": _meeting_words(coming, head.kind) if coming else _("la prochaine réunion du conseil"),
        "réponse": _full_day(answer_by or usual_answer_day(store, on)),
        "contact": _contact_words(_contact(store, head, on, audience)),
        "partenaire": place["name"],
    }
    if tone is Tone.ABSENCE:
        values |= _absence(store, institution_id, audience, place["short_name"])
    content = next(one.content for one in templates(store) if one.tone is tone)
    holder = _holder(store, institution_id, on)
    return ReminderLetter(
        letterhead=head,
        level=audience.level,
        tone=tone,
        sender=_sender(store, signer or tone.usual_signer, on),
        addressee=_addressee(place, holder),
        email=(holder["email"] if holder is not None else "") or place["email"],
        short_name=place["short_name"],
        subject=fill_line(content.subject, values),
        paragraphs=fill(content.text, values),
        lines=lines,
    )


def _chosen(
    lines: tuple[ReminderLine, ...], commitment_ids: Collection[int] | None, name: str
) -> tuple[ReminderLine, ...]:
    """Return the lines named, else the late ones; raise Refusal for none."""
    chosen = tuple(one for one in lines if (one.late if commitment_ids is None else one.id in commitment_ids))
    if not chosen:
        raise Refusal(
            _("{name} n’a aucun engagement à relancer. Rien n’a été écrit. Choisissez-en un autre.").format(
                name=name
            )
        )
    return chosen


def usual_answer_day(store: Store, on: date) -> date:
    """Return by when to answer: the day replies to the next meeting are due, else in fifteen days."""
    row = store.row(
        """SELECT reply_by FROM meeting WHERE state IN ('preparation', 'convened') AND reply_by > ?
           ORDER BY date LIMIT 1""",
        ((on + timedelta(days=3)).isoformat(),),
    )
    return date.fromisoformat(row["reply_by"]) if row else on + timedelta(days=ANSWER_DAYS)


# Who writes and who is written to

_HOLDER = f"""SELECT p.*, m.function FROM mandate m JOIN person p ON p.id = m.person_id
    JOIN institution i ON i.id = m.institution_id LEFT JOIN member_kind k ON k.id = i.member_kind_id
    WHERE m.rank = 'titular' AND {CURRENT} AND {{which}}
    ORDER BY m.body_id IS NOT NULL, m.from_date DESC, m.id DESC LIMIT 1"""


def _holder(store: Store, institution_id: int, on: date) -> Any:
    return store.row(
        _HOLDER.format(which="m.institution_id = :which"), {"on": on.isoformat(), "which": institution_id}
    )


def _addressee(place: Any, holder: Any) -> Addressee:
    civility = name = function = closing = ""
    if holder is not None:
        civility, function, closing = holder["civility"], holder["function"], holder["closing"]
        name = display_name(full_civility(civility), holder["first_name"], holder["last_name"])
    return Addressee(
        institution_id=place["id"],
        institution=place["name"],
        address=tuple(line for line in place["address"].splitlines() if line.strip()),
        name=name,
        function=function,
        salutation=salutation(civility if name else "", function),
        closing=closing or CLOSING,
        guest=False,
        replaceable=True,
        items=(),
        commitments=(),
    )


def _by_kind(store: Store, code: str, on: date) -> Any:
    """Return who holds the seat of the presidency or of the secretariat."""
    return store.row(_HOLDER.format(which="k.code = :which"), {"on": on.isoformat(), "which": code})


def _sender(store: Store, signer: Signer, on: date) -> Sender:
    secretary = signer is Signer.SECRETARY
    row = _by_kind(store, "secretariat" if secretary else "chair", on)
    if row is not None:
        name = display_name("", row["first_name"], row["last_name"])
        return Sender(row["civility"], name, row["function"], secretary)
    # Without such a seat, who presided or kept the last meeting.
    line = "secretary_line" if secretary else "chair_line"
    last = store.row(f"SELECT {line} AS line FROM meeting WHERE {line} <> '' ORDER BY date DESC LIMIT 1")
    name, _comma, function = (last["line"] if last is not None else "").partition(",")
    return Sender(name.partition(" ")[0], name.strip(), function.strip(), secretary)


def _contact(store: Store, head: Letterhead, on: date, audience: Audience) -> Contact:
    """Return who answers; a public copy gives the council's telephone and address, not a person's."""
    row = _by_kind(store, "secretariat", on)
    if row is None:
        return Contact("", head.phone, head.email)
    name = display_name(row["civility"], row["first_name"], row["last_name"])
    if audience.level is Level.PUBLIC:
        return Contact(name, head.phone, head.email)
    return Contact(name, row["phone"] or head.phone, row["email"] or head.email)


def _contact_words(contact: Contact) -> str:
    """Return « auprès de Mme Maëlle DARSONVILLE (04 65 71 00 12 – clspd@brevigny.example) »."""
    ways = " – ".join(part for part in (contact.phone, contact.email) if part)
    who = _("auprès de {name}").format(name=contact.name) if contact.name else _("auprès du secrétariat")
    return f"{who} ({ways})" if ways else who


# Which meetings


def _coming(store: Store, audience: Audience, on: date) -> Any:
    return store.row(
        f"""{_MEETING} WHERE m.state IN ('preparation', 'convened') AND m.date >= :on
            AND (NOT b.confidential OR b.id = :body) ORDER BY m.date LIMIT 1""",
        {"on": on.isoformat(), "body": audience.body_id},
    )


_MEETING = """SELECT m.id, m.date, b.name, k.code FROM meeting m JOIN body b ON b.id = m.body_id
    JOIN body_kind k ON k.id = b.body_kind_id"""


def _absence(store: Store, institution_id: int, audience: Audience, short_name: str) -> dict[str, str]:
    """Return the last meeting that a partner missed, and what concerned it there."""
    row = store.row(
        f"""{_MEETING} JOIN roll_entry r ON r.meeting_id = m.id
            WHERE r.institution_id = :one AND r.presence IN ('absent', 'excused') AND m.state = 'held'
            AND (NOT b.confidential OR b.id = :body) ORDER BY m.date DESC LIMIT 1""",
        {"one": institution_id, "body": audience.body_id},
    )
    if row is None:
        raise Refusal(
            _("{name} n’a manqué aucune réunion. Rien n’a été écrit. Choisissez un autre ton.").format(
                name=short_name
            )
        )
    items = store.rows(
        """SELECT a.title FROM agenda_item a LEFT JOIN topic_institution t
               ON t.topic_id = a.topic_id AND t.institution_id = :one
           WHERE a.meeting_id = :meeting AND a.level IN (SELECT value FROM json_each(:levels))
               AND (t.id IS NOT NULL OR a.reporter_id = :one) ORDER BY a.position""",
        {
            "one": institution_id,
            "meeting": row["id"],
            "levels": json.dumps([level.value for level in visible_levels(audience)]),
        },
    )
    titles = tuple(inside(item["title"]) for item in items)
    return {"absence": _meeting_words(row), "points": listed(tuple(f"« {title} »" for title in titles))}


def _meeting_words(row: Any, kind: str = "") -> str:
    """Return « la réunion de la formation restreinte du 19 novembre 2026 »."""
    words = _("la réunion {body} du {day}")
    if kind:
        words = _("la réunion {body} du {council} du {day}")
    return words.format(
        body=body_words(row["code"], row["name"]),
        council=short_council(kind),
        day=_full_day(date.fromisoformat(row["date"])),
    )


def _full_day(on: date) -> str:
    return f"{day_month(on)} {on.year}"
