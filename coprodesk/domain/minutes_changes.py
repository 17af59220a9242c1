"""What changed from one frozen version of the minutes to another, in words.

Works on the canonical data of two versions for the same audience, read back from JSON: what an audience may
not see is in neither. The letterhead, the version itself and the next meeting are no part of what was said.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from coprodesk.domain.attendance import Presence
from coprodesk.domain.french import hour, short_date
from coprodesk.domain.i18n import _
from coprodesk.domain.records import RecordKind

Data = Mapping[str, Any]

SHOWN = 60
"""Signs of a text quoted in a line."""


def changes_between(old: Data, new: Data) -> tuple[str, ...]:
    """Return one sentence for each change, in the order of the paper; nothing when the text is the same."""
    return tuple(
        sentence for part in (_facts, _roll, _items, _movements, _follow_up) for sentence in part(old, new)
    )


def quoted(text: str) -> str:
    """Return the text between quotes, cut at a word when it is long."""
    flat = " ".join(text.split())
    if len(flat) > SHOWN:
        flat = flat[:SHOWN].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
    return f"«\u00a0{flat}\u00a0»"


def _facts(old: Data, new: Data) -> Iterator[str]:
    """Yield the changes of what heads the paper."""
    before, after = old["meeting"], new["meeting"]
    for name, words in (
        ("title", _("Séance")),
        ("place", _("Lieu")),
        ("opened_at", _("Ouverture")),
        ("closed_at", _("Levée")),
    ):
        yield from _replaced(words, _hour(name, before[name]), _hour(name, after[name]))
    if before["date"] != after["date"]:
        days = [short_date(date.fromisoformat(one["date"])) for one in (before, after)]
        yield from _replaced(_("Date"), *days)
    yield from _replaced(_("Présidence"), before["chair"]["line"], after["chair"]["line"])
    yield from _replaced(_("Secrétariat"), before["secretary"]["line"], after["secretary"]["line"])
    yield from _replaced(_("Annexes"), ", ".join(before["annexes"]), ", ".join(after["annexes"]))


def _roll(old: Data, new: Data) -> Iterator[str]:
    before = {(one["institution"], one["guest"]): one for one in old["roll"]}
    after = {(one["institution"], one["guest"]): one for one in new["roll"]}
    for key in before.keys() - after.keys():
        yield _("Présence\u00a0: retrait de {who}").format(who=_who(before[key]))
    for key, one in after.items():
        if key not in before:
            yield _("Présence\u00a0: ajout de {who}").format(who=_who(one))
            continue
        words = _("Présence, {who}").format(who=_who(one))
        yield from _replaced(words, before[key]["word"], one["word"])
        if before[key]["presence"] == one["presence"] != Presence.ABSENT:
            yield from _replaced(words, before[key]["person"], one["person"])


def _who(one: Data) -> str:
    return str(one["institution"] or one["person"])


def _items(old: Data, new: Data) -> Iterator[str]:
    """Yield what changed under each item; items are the same by their title, else by their number."""
    rest = list(old["items"])
    for item in new["items"]:
        before = next((one for one in rest if one["title"] == item["title"]), None)
        before = before or next((one for one in rest if one["label"] == item["label"]), None)
        if before is None:
            yield _("Point {n} ajouté\u00a0: {title}").format(n=item["label"], title=quoted(item["title"]))
            before = {**item, "groups": [], "commitments": []}
        else:
            rest.remove(before)
        point = _("Point {n}").format(n=item["label"])
        yield from _replaced(point, before["title"], item["title"])
        for name, words in (("reporter", _("rapporteur")), ("label", _("numéro"))):
            yield from _replaced(f"{point}, {words}", before[name], item[name])
        if before["outcome"] != item["outcome"]:
            yield _("{point}\u00a0: la suite donnée a changé").format(point=point)
        yield from _records(point, before, item)
        yield from _promises(point, before, item)
    for item in rest:
        yield _("Point {n} retiré\u00a0: {title}").format(n=item["label"], title=quoted(item["title"]))


def _said(item: Data) -> dict[int, Data]:
    return {one["id"]: one for group in item["groups"] for one in group["records"]}


def _records(point: str, old: Data, new: Data) -> Iterator[str]:
    before, after = _said(old), _said(new)
    for key, one in after.items():
        words = f"{point}, {_kind(one)}"
        if key not in before:
            yield _("{where}\u00a0: ajout de {text}").format(where=words, text=quoted(one["text"]))
            continue
        yield from _replaced(words, before[key]["text"], one["text"])
        if before[key]["kind"] != one["kind"]:
            yield from _replaced(point, _kind(before[key]), _kind(one))
        for name, part in (("institution", _("institution")), ("contributors", _("contributeurs"))):
            yield from _replaced(f"{words}, {part}", before[key][name], one[name])
        yield from _replaced(_("{where}, échéance").format(where=words), *_days(before[key], one, "due_on"))
    for key, one in before.items():
        if key not in after:
            words = f"{point}, {_kind(one)}"
            yield _("{where}\u00a0: retrait de {text}").format(where=words, text=quoted(one["text"]))


def _kind(one: Data) -> str:
    label = RecordKind(one["kind"]).label.lower()
    return f"{label} {one['reference']}" if one["reference"] else label


def _promises(point: str, old: Data, new: Data) -> Iterator[str]:
    before = {one["reference"]: one for one in old["commitments"]}
    after = {one["reference"]: one for one in new["commitments"]}
    for key, one in after.items():
        if key not in before:
            yield _("{point}\u00a0: ajout de l’engagement {reference}").format(point=point, reference=key)
        else:
            yield from _promise(_("Engagement {reference}").format(reference=key), before[key], one)
    for key in before:
        if key not in after:
            yield _("{point}\u00a0: retrait de l’engagement {reference}").format(point=point, reference=key)


def _promise(words: str, old: Data, new: Data) -> Iterator[str]:
    yield from _replaced(words, old["what"], new["what"])
    yield from _replaced(_("{what}, pilote").format(what=words), old["lead"], new["lead"])
    both = (", ".join(one["contributors"]) for one in (old, new))
    yield from _replaced(_("{what}, contributeurs").format(what=words), *both)
    yield from _replaced(_("{what}, échéance").format(what=words), *_days(old, new, "due"))


def _movements(old: Data, new: Data) -> Iterator[str]:
    before, after = _moves(old), _moves(new)
    for sentence in after:
        if sentence not in before:
            yield _("Mouvement\u00a0: ajout de {text}").format(text=quoted(sentence))
    for sentence in before:
        if sentence not in after:
            yield _("Mouvement\u00a0: retrait de {text}").format(text=quoted(sentence))


def _moves(data: Data) -> list[str]:
    return [*(text for item in data["items"] for text in item["movements"]), *data["movements"]]


def _follow_up(old: Data, new: Data) -> Iterator[str]:
    before = {one["reference"]: one for one in old["follow_up"]}
    after = {one["reference"]: one for one in new["follow_up"]}
    for key in sorted(before.keys() ^ after.keys()):
        yield _("Suivi\u00a0: la ligne {reference} a changé").format(reference=key)
    for key in sorted(before.keys() & after.keys()):
        words = _("Suivi, {reference}").format(reference=key)
        yield from _replaced(words, before[key]["words"], after[key]["words"])
        yield from _promise(words, before[key], after[key])


def _replaced(words: str, old: object, new: object) -> Iterator[str]:
    """Yield « words : « old » devient « new » » when they differ; nothing is « rien »."""
    if (old or "") == (new or ""):
        return
    both = [quoted(str(one)) if one else _("rien") for one in (old, new)]
    if both[0] == both[1]:  # the difference lies beyond what is quoted
        yield _("{words}\u00a0: le texte a changé").format(words=words)
    else:
        yield _("{words}\u00a0: {old} devient {new}").format(words=words, old=both[0], new=both[1])


def _hour(name: str, value: str | None) -> str | None:
    return hour(value) if value and name.endswith("_at") else value


def _days(old: Data, new: Data, name: str) -> tuple[str, str]:
    first, second = (short_date(date.fromisoformat(one[name])) if one[name] else "" for one in (old, new))
    return first, second
