"""A council in which every text is a token that is nowhere else, and what each token may be read by."""

import io
import random
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from html import unescape

import pypdf
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, StreamObject, TextStringObject

from coprodesk.commands.meetings import cancel_meeting, convene_meeting, create_meeting
from coprodesk.documents import docx, html
from coprodesk.documents.catalogue import About
from coprodesk.domain.disclosure import OPENNESS, Audience, Level, sees, tightest
from coprodesk.domain.errors import Refusal
from coprodesk.exchange import printing
from coprodesk.queries.field_levels import closure_query, rule
from coprodesk.store.schema import MODEL

HELD, COMING, GROUP, WATCH, OTHER = 8, 9, 2, 3, 4
ON = date(2026, 10, 15)
LETTERS = "bcdfghjlmnpqrstvwx"
TOKEN = re.compile(f"kz[{LETTERS}]{{10}}")

_FREE = re.compile(r"\s*(\w+) TEXT(?: NOT NULL)?(?: UNIQUE)?(?: DEFAULT '')?\s*")
_MOMENT = re.compile("^since$|^at$|_(on|at|due|date|by)$|^date$")
SHAPED = {
    "council.accent": "a colour",
    "council.logo": "a picture",
    "setting.name": "what the program looks for",
    "member_kind.code": "what the program looks for",
    "body_kind.code": "what the program looks for",
    "letter_template.code": "what the program looks for",
    "commitment.reference": "never changes: a token as it is",
    "minutes_version.digest": "never changes",
    "minutes_version.pdf": "a picture of bytes",
    "minutes_version.data": "a picture of bytes",
}
"""Columns that are no free text, and why."""
FROZEN = {"minutes_version"}
SAID = ("statement", "discussion", "dissent", "conclusion", "information")


def free_columns(table):
    """Return the columns of a table in which a user may have typed anything."""
    parts = re.split(r",(?![^(]*\))", MODEL[table])
    found = [match[1] for part in parts if (match := _FREE.fullmatch(part))]
    return [name for name in found if not _MOMENT.search(name) and f"{table}.{name}" not in SHAPED]


@dataclass(frozen=True)
class Planted:
    """Where a token is, how far it may go, and in which group it was said."""

    place: str
    level: Level
    body_id: int | None


class Garden:
    """A council file whose every text is a token."""

    def __init__(self, store, seed=7):
        self.store = store
        self.tokens: dict[str, Planted] = {}
        self._random = random.Random(seed)
        self.watch_id = create_meeting(store, WATCH, date(2026, 10, 1), "10:00")
        self.other_id = create_meeting(store, OTHER, date(2026, 10, 2), "10:00")
        with store.change("Tables") as change:
            for meeting_id in (HELD, COMING, self.watch_id, self.other_id):
                self._rows(change, meeting_id)
            self._odds(change)
            for meeting_id in (self.watch_id, self.other_id):
                change.update("meeting", meeting_id, state="held")
        self.write_all()

    def token(self):
        return "kz" + "".join(self._random.choice(LETTERS) for _ in range(10))

    def _rows(self, change, meeting_id):
        """Insert a row of each level in each table that holds levels, and what hangs from it."""
        body_id = change.row("meeting", meeting_id)["body_id"]
        last = 10 * meeting_id
        for rank, level in enumerate(OPENNESS):
            topic = change.insert("topic", title="T", level=level, theme_id=1)
            change.insert("topic_institution", topic_id=topic, institution_id=1)
            item = change.insert(
                "agenda_item",
                meeting_id=meeting_id,
                topic_id=topic,
                position=50 + rank,
                title="I",
                section="S",
                level=level,
                outcome="postponed",
                reporter_id=1,
            )
            change.insert("item_turn", agenda_item_id=item, from_at="15:00", to_at="15:10")
            for inner in OPENNESS:
                last += 1
                number = f"{meeting_id}{rank}{OPENNESS.index(inner)}"
                for step in range(2):
                    kind = SAID[(rank + OPENNESS.index(inner) + step) % len(SAID)]
                    change.insert("record", agenda_item_id=item, position=1, kind=kind, text="R", level=inner)
                kind, letter = (("decision", "D"), ("request", "V"))[last % 2]
                change.insert(
                    "record",
                    agenda_item_id=item,
                    position=2,
                    kind=kind,
                    text="R",
                    level=inner,
                    institution_id=2,
                    reference=f"{letter}-2026-{number}",
                )
                for of_meeting, due in ((True, "2026-09-20"), (False, "2026-10-01")):
                    self._commitment(
                        change, f"E-2026-{number}{int(of_meeting)}", item, inner, due, meeting_id
                    )
            if level in (Level.RESTRICTED, Level.SECRETARIAT):
                change.insert(
                    "watch_point",
                    reference=f"P-2026-{meeting_id}{rank}",
                    body_id=body_id,
                    agenda_item_id=item,
                    finding="F",
                    since="2026-09-01",
                    level=level,
                    lead_id=1,
                )
            kept = free_columns("minutes_version")
            change.insert(
                "minutes_version",
                meeting_id=meeting_id,
                version=1,
                state="proposed",
                audience=level,
                frozen_at="2026-10-01T10:00:00+02:00",
                digest="0" * 64,
                pdf=change.put_blob(b"%PDF"),
                **{name: self._planted("minutes_version", name, level, body_id) for name in kept},
            )
            change.insert(
                "document_sent", document="minutes", title="T", meeting_id=meeting_id, audience=level,
                sent_at="2026-10-01T10:00:00+02:00", pages=1, digest="0",
            )  # fmt: skip
        change.insert("planned_task", meeting_id=meeting_id, label="L", offset_days=-3)

    def _commitment(self, change, reference, item, level, due, meeting_id):
        made = change.insert(
            "commitment",
            reference=reference,
            what="W",
            lead_id=1,
            referent_id=1,
            theme_id=1,
            decided_on="2026-06-01",
            initial_due=due,
            current_due=due,
            agenda_item_id=item,
            level=level,
            progress_done=1,
            progress_target=4,
        )
        change.insert("contributor", commitment_id=made, institution_id=2)
        for kind in ("created", "news", "reminder"):
            change.insert(
                "commitment_event",
                commitment_id=made,
                kind=kind,
                on_date="2026-09-24",
                text="N",
                meeting_id=HELD if kind == "news" else meeting_id,
            )
        for kind in ("progress", "outcome"):
            change.insert("indicator_reading", commitment_id=made, kind=kind, on_date="2026-09-24", value="3")

    def _odds(self, change):
        """Insert a row in the tables that the example leaves empty."""
        template = change.insert("meeting_template", name="M", body_kind_id=1)
        change.insert(
            "template_item", meeting_template_id=template, position=1, title="T", level="restricted"
        )
        change.insert("usual_task", label="L", offset_days=-3)
        change.insert("usual_commitment", partner="P", what="W")
        change.insert("letter_template", code="canari", name="N", text="T")
        change.insert("local_figure", year=2026, indicator="I", value=12)
        change.insert("annual_note", year=2026, section="S", text="T")
        change.insert("setting", name="canari", value="V")
        entry = change.rows("roll_entry", meeting_id=HELD)[0]["id"]
        change.insert("movement", roll_entry_id=entry, kind="arrival", at="15:00")
        change.insert(
            "meeting_notice", meeting_id=COMING, kind="moved", made_on="2026-10-01", from_date="2026-11-01",
            from_starts_at="10:00", to_date="2026-11-19", to_starts_at="10:00", reason="R",
        )  # fmt: skip

    def _planted(self, table, column, level, body_id):
        token = self.token()
        found = rule(table, column)
        self.tokens[token] = Planted(
            f"{table}.{column}", tightest(level, found) if isinstance(found, Level) else level, body_id
        )
        return token

    def write_all(self):
        """Write a token of its own into every free text of every row."""
        with self.store.change("Semis") as change:
            for table in MODEL:
                columns = free_columns(table)
                for row in self.store.rows(closure_query(table)):
                    held, body_id = OPENNESS[row["closure"]], row["holder_id"]
                    if table == "commitment" or (table in ("record", "watch_point") and row["reference"]):
                        self.tokens[row["reference"]] = Planted(f"{table}.reference", held, body_id)
                    if table in FROZEN or not columns or (table == "setting" and row["name"] != "canari"):
                        continue
                    values = {name: self._planted(table, name, held, body_id) for name in columns}
                    if table in ("record", "watch_point"):
                        values["reference"] = row["reference"]
                    change.update(table, row["id"], **values)


# ---- what is printed


def copies(kind, garden):
    """Return (what it is about, audience, partner) of the copies of a kind: each audience, each subject.

    The secretariat may read everything: nothing can leak in its copies, left out where there are others.
    The copy of one partner is tried for those who see least of what concerns the others.
    """
    group, watch = Audience(Level.RESTRICTED, GROUP), Audience(Level.RESTRICTED, WATCH)
    public, partners = Audience(Level.PUBLIC), Audience(Level.PARTNERS)
    open_ones = (public, partners, group, watch)
    if kind.closed:
        open_ones = (Audience(kind.level),)
    if kind.about is About.MEETING:
        scenes = [(HELD, one) for one in open_ones] + [(COMING, open_ones[0]), (garden.watch_id, watch)]
    else:
        ids = {About.PARTNER: (1, 7), About.BODY: (GROUP, WATCH), About.YEAR: (2026,), About.COUNCIL: (0,)}
        scenes = [(one, audience) for one in ids[kind.about] for audience in open_ones]
    whole = [(about, audience, None) for about, audience in scenes]
    if not kind.for_partner:
        return whole
    return whole + [(about, one, 1) for about in (HELD, COMING) for one in (public, partners, group)]


def printings(kind, garden):
    """Yield (what it is, audience, document printed) of every copy that the program does not refuse."""
    for about_id, audience, partner_id in copies(kind, garden):
        own = {} if partner_id is None else {"partner_id": partner_id}
        try:
            printed = printing.print_document(garden.store, kind.name, about_id, audience, **own)
        except Refusal:
            continue
        yield f"{kind.name} {about_id} {audience.level} {audience.body_id} {partner_id}", audience, printed


def set_scene(garden, name):
    """Bring the coming meeting to the state in which a kind is printed."""
    if name in ("recall", "notice"):
        convene_meeting(garden.store, COMING, ON)
    if name == "notice":
        cancel_meeting(garden.store, COMING, "la salle n’est plus libre")


# ---- what is read


def spoken(printed, *, pages=True):
    """Return every word that leaves with a document, in each of its four forms, without blanks.

    Without `pages` its PDF and its .docx are left unread: they hold the text of the same tree.
    """
    document = printed.document
    parts = [printed.file_name, printed.text, unescape(html.render(document))]
    if not pages:
        return squeezed(parts)
    parts += read_pdf(printed.pdf)
    return squeezed([*parts, *read_archive(docx.render(document))])


def squeezed(parts):
    """Return what was read without blanks: a line end hides no token."""
    return re.sub(r"\s+", "", "\n".join(parts)).lower()


def read_archive(data):
    """Return the words of a .docx or a .xlsx, the names of its parts too."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            text = archive.read(entry).decode("utf-8", "ignore")
            # Runs cut a word in two: the file is read with its tags and without them.
            found += [entry.filename, text, re.sub("<[^>]*>", "", text)]
    return found


def read_pdf(data):
    """Return all that another library finds in a PDF: pages, each object, each stream inflated."""
    reader = pypdf.PdfReader(io.BytesIO(data), strict=True)
    found = [page.extract_text() for page in reader.pages]
    found += [str(reader.metadata), str(reader.xmp_metadata and reader.xmp_metadata.dc_title)]
    found += [
        name + content.decode("utf-8") for name, files in reader.attachments.items() for content in files
    ]
    found += [str(one.title) for one in _flat(reader.outline)]
    for number in range(1, int(reader.trailer["/Size"])):
        found += _strings(reader.get_object(number))
    return [*found, data.decode("latin-1")]


def _flat(outline):
    for one in outline:
        if isinstance(one, list):
            yield from _flat(one)
        else:
            yield one


def _strings(value):
    """Return the strings of an object and the bytes of its stream, as the encodings of a PDF read them."""
    found = []
    if isinstance(value, StreamObject):
        data = value.get_data()
        raw = data if isinstance(data, bytes) else data.encode("latin-1")
        found += [raw.decode("utf-8", "ignore"), raw.decode("utf-16-be", "ignore"), raw.decode("latin-1")]
    if isinstance(value, DictionaryObject):
        for one in value.values():
            found += _strings(one)
    elif isinstance(value, ArrayObject):
        for one in value:
            found += _strings(one)
    elif isinstance(value, TextStringObject):
        found.append(str(value))
    elif isinstance(value, ByteStringObject):
        found += [value.decode("utf-8", "ignore"), value.decode("utf-16-be", "ignore")]
    return found


def leaks(garden, audience, text):
    """Return (token, where it was planted) of what the audience may not read, and how many tokens it read."""
    read = set(TOKEN.findall(text))
    read |= {token for token in garden.tokens if not token.startswith("kz") and token.lower() in text}
    unknown = sorted(token for token in read if token not in garden.tokens)
    assert not unknown, unknown
    found = [
        (token, garden.tokens[token])
        for token in sorted(read)
        if not sees(audience, garden.tokens[token].level, garden.tokens[token].body_id)
    ]
    return found, len(read)
