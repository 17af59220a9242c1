"""Who is on the roll of a meeting and how to reach each one: addresses and telephones."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from coprodesk.domain.attendance import Reply
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.meetings import Convener, majority
from coprodesk.queries.attendance import RollDiff
from coprodesk.store import Store


@dataclass(frozen=True, slots=True)
class Convened:
    """One line of the roll; `email` is the person's, else the institution's, '' without any."""

    entry_id: int
    institution: str
    person: str
    email: str
    reply: Reply
    guest: bool
    counted: bool


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses parted by « ; », how many there are, and who has none."""

    text: str
    count: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConvenedMeeting:
    """A meeting whose replies may come in."""

    id: int
    body: str
    date: datetime.date


@dataclass(frozen=True, slots=True)
class Request:
    """At whose request a meeting is held: `asking` of the `members` seats when their majority does."""

    convened_by: Convener
    asking: int | None
    members: int

    @property
    def words(self) -> str:
        """Return « À l’initiative de la présidence », « De droit, à la demande de 7 membres sur 12 »."""
        if self.convened_by is Convener.PRESIDENT:
            return _("À l’initiative de la présidence")
        if self.convened_by is Convener.PREFECT:
            return _("De droit, à la demande du préfet")
        if self.asking is None:
            return _("De droit, à la demande de la majorité des membres")
        return ngettext(
            "De droit, à la demande de {n} membre sur {all}",
            "De droit, à la demande de {n} membres sur {all}",
            self.asking,
        ).format(n=self.asking, all=self.members)

    @property
    def warning(self) -> str:
        """Return what is missing to the majority that convenes of right (D. 132-9), '' when nothing is."""
        needed = majority(self.members)
        if self.convened_by is not Convener.MAJORITY or self.asking is None or self.asking >= needed:
            return ""
        return _("La majorité est de {needed} membres sur {all}\u00a0: {n} l’ont demandée.").format(
            needed=needed, all=self.members, n=self.asking
        )


def convened(store: Store, meeting_id: int) -> tuple[Convened, ...]:
    """Return the roll of a meeting with the address of each line, in its order."""
    rows = store.rows(
        """SELECT r.id, r.institution_label, r.person_label, r.reply, r.guest, r.counted,
               coalesce(nullif(p.email, ''), n.email, '') AS email
           FROM roll_entry r LEFT JOIN person p ON p.id = r.person_id
           LEFT JOIN institution n ON n.id = r.institution_id
           WHERE r.meeting_id = ? ORDER BY r.guest, r.position, r.id""",
        (meeting_id,),
    )
    return tuple(
        Convened(
            row["id"],
            row["institution_label"],
            row["person_label"],
            row["email"].strip(),
            Reply(row["reply"]),
            bool(row["guest"]),
            bool(row["counted"]),
        )
        for row in rows
    )


def silent(lines: Iterable[Convened]) -> tuple[Convened, ...]:
    """Return the seats that count in the figures and did not reply."""
    return tuple(one for one in lines if one.counted and not one.guest and one.reply is Reply.NONE)


def addresses(lines: Iterable[Convened]) -> Addresses:
    """Return the addresses of these lines, each once, ready for the clipboard."""
    found: dict[str, None] = {}
    missing = []
    for one in lines:
        if one.email:
            found.setdefault(one.email)
        else:
            missing.append(one.institution or one.person)
    return Addresses("; ".join(found), len(found), tuple(missing))


def awaiting_replies(store: Store, on: datetime.date) -> tuple[ConvenedMeeting, ...]:
    """Return the convened meetings from the day `on`, the next one first."""
    rows = store.rows(
        """SELECT m.id, b.name AS body, m.date FROM meeting m JOIN body b ON b.id = m.body_id
           WHERE m.state = 'convened' AND m.date >= ? ORDER BY m.date, m.starts_at, m.id""",
        (on.isoformat(),),
    )
    return tuple(
        ConvenedMeeting(row["id"], row["body"], datetime.date.fromisoformat(row["date"])) for row in rows
    )


def request(store: Store, meeting_id: int) -> Request | None:
    """Return at whose request a meeting is held, None when it is gone; the host's seats are no members."""
    row = store.row(
        """SELECT m.convened_by, m.convened_members,
               (SELECT count(*) FROM seat s JOIN institution i ON i.id = s.institution_id
                JOIN college c ON c.id = i.college_id
                WHERE s.body_id = m.body_id AND c.counted
                    AND coalesce(s.from_date, '') <= m.date
                    AND coalesce(s.to_date, '9999') >= m.date) AS members
           FROM meeting m WHERE m.id = ?""",
        (meeting_id,),
    )
    if row is None:
        return None
    return Request(Convener(row["convened_by"]), row["convened_members"], row["members"])


def diff_words(diff: RollDiff) -> tuple[str, ...]:
    """Return each change since the roll was taken: « Parquet : Mme A remplace M. B »."""
    words = [_("{name}\u00a0: siège ajouté").format(name=seat.institution_label) for seat in diff.added]
    words += [_("{name}\u00a0: siège retiré").format(name=line.institution) for line in diff.removed]
    for one in diff.changed:
        name, new, old = one.seat.institution_label, one.seat.person_label, one.line.person
        if new == old:
            words.append(_("{name}\u00a0: intitulé ou fonction à jour").format(name=name))
        elif not new:
            words.append(_("{name}\u00a0: {old} n’y siège plus").format(name=name, old=old))
        elif not old:
            words.append(_("{name}\u00a0: {new} y siège").format(name=name, new=new))
        else:
            words.append(_("{name}\u00a0: {new} remplace {old}").format(name=name, new=new, old=old))
    return tuple(words)
