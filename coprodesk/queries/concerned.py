"""Whom an agenda concerns: institutions that a point waits for, and the minutes that partners report."""

from dataclasses import dataclass
from typing import Any

from coprodesk.domain.attendance import Reply
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.names import Gender, GrammaticalNumber, display_name, with_article
from coprodesk.store import Store


@dataclass(frozen=True, slots=True)
class Concerned:
    """An institution that an item concerns and that did not say it comes; `entry_id` is its line of the roll.

    `contact` is whom to telephone: its usual substitute, who prepares the files, else its titular.
    """

    item_id: int
    position: int
    item_title: str
    entry_id: int
    institution_id: int
    institution: str
    article: str
    gender: Gender
    number: GrammaticalNumber
    reply: Reply
    contact: str
    phone: str


def concerned_without_reply(store: Store, meeting_id: int) -> tuple[Concerned, ...]:
    """Return who is concerned by an open item and neither comes nor sends anyone, before the meeting.

    Those who excused themselves come first, then in the order of the agenda. Nothing before the convening:
    nobody was asked yet. An institution that holds two seats is awaited when neither answered.
    """
    rows = store.rows(
        """
        SELECT i.id AS item_id, i.position, i.title,
            min(r.id) AS entry_id, max(r.reply = 'excused') AS excused,
            n.id AS institution_id, n.name, n.article, n.gender, n.number, n.phone AS office,
            p.civility, p.last_name, p.phone, s.civility AS their_civility, s.last_name AS their_name,
            s.phone AS their_phone
        FROM agenda_item i JOIN meeting m ON m.id = i.meeting_id
        JOIN topic_institution t ON t.topic_id = i.topic_id JOIN institution n ON n.id = t.institution_id
        JOIN roll_entry r ON r.meeting_id = m.id AND r.institution_id = n.id
        LEFT JOIN person p ON p.id = r.person_id
        LEFT JOIN person s ON s.id = (
            SELECT d.person_id FROM mandate d WHERE d.institution_id = n.id AND d.rank = 'substitute'
                AND (d.body_id IS NULL OR d.body_id = m.body_id)
                AND coalesce(d.from_date, '') <= m.date AND coalesce(d.to_date, '9999') >= m.date
            ORDER BY d.body_id IS NULL, d.id LIMIT 1)
        WHERE i.meeting_id = ? AND m.state = 'convened'
            AND i.outcome = 'open' AND i.approves_id IS NULL
        GROUP BY i.id, n.id HAVING max(r.reply IN ('comes', 'sends')) = 0
        ORDER BY excused DESC, i.position, i.id, t.id
        """,
        (meeting_id,),
    )
    return tuple(_concerned(row) for row in rows)


def partner_minutes(store: Store, meeting_id: int) -> int:
    """Return the planned minutes of the items that partners report, without the town and the core."""
    row = store.row(
        """
        SELECT coalesce(sum(i.planned_minutes), 0) AS minutes FROM agenda_item i
        JOIN institution n ON n.id = i.reporter_id JOIN college c ON c.id = n.college_id
        WHERE i.meeting_id = ? AND c.counted AND NOT n.core AND i.outcome IN ('open', 'treated')
        """,
        (meeting_id,),
    )
    return 0 if row is None else int(row["minutes"])


def concerned_words(one: Concerned, *numbers: str) -> str:
    """Return « Point 3 : le Conseil départemental est concerné et n’a pas répondu. Prévenir … ».

    `numbers` are those of every item that waits for the same institution.
    """
    name = with_article(one.institution, one.article)
    plural, feminine = one.number is GrammaticalNumber.PLURAL, one.gender is Gender.FEMININE
    words = {
        (False, False, False): _("{name} est concerné et n’a pas répondu."),
        (False, True, False): _("{name} est concernée et n’a pas répondu."),
        (True, False, False): _("{name} sont concernés et n’ont pas répondu."),
        (True, True, False): _("{name} sont concernées et n’ont pas répondu."),
        (False, False, True): _("{name} est concerné et s’est excusé."),
        (False, True, True): _("{name} est concernée et s’est excusée."),
        (True, False, True): _("{name} sont concernés et se sont excusés."),
        (True, True, True): _("{name} sont concernées et se sont excusées."),
    }[plural, feminine, one.reply is Reply.EXCUSED].format(name=name)
    count = len(numbers)
    listed = _("{first} et {last}").format(first=", ".join(numbers[:-1]), last=numbers[-1])
    place = ngettext("Point {n}", "Points {n}", count).format(n=listed if count > 1 else numbers[0])
    move = ngettext("déplacer le point", "déplacer les points", count)
    if one.contact or one.phone:
        who = f"{one.contact} ({one.phone})" if one.contact and one.phone else one.contact or one.phone
        move = _("Prévenir {who} ou {move}.").format(who=who, move=move)
    else:
        move = _("À prévenir, ou {move}.").format(move=move)
    return _("{place}\u00a0: {words} {act}").format(place=place, words=words, act=move)


def _concerned(row: Any) -> Concerned:
    theirs = row["their_name"] is not None
    civility, name, phone = (
        (row["their_civility"], row["their_name"], row["their_phone"])
        if theirs
        else (row["civility"], row["last_name"], row["phone"])
    )
    return Concerned(
        item_id=row["item_id"],
        position=row["position"],
        item_title=row["title"],
        entry_id=row["entry_id"],
        institution_id=row["institution_id"],
        institution=row["name"],
        article=row["article"],
        gender=Gender.FEMININE if row["gender"] == "f" else Gender.MASCULINE,
        number=GrammaticalNumber.PLURAL if row["number"] == "p" else GrammaticalNumber.SINGULAR,
        reply=Reply.EXCUSED if row["excused"] else Reply.NONE,
        contact=display_name(civility, "", name) if name else "",
        phone=phone or row["office"],
    )
