"""What the command line says of a table it imports: columns, lines, doubts, counts."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from coprodesk.domain.i18n import _
from coprodesk.domain.import_plan import Fate
from coprodesk.exchange.columns import Problem, left_columns, left_words
from coprodesk.exchange.sheets import Sheet

F = TypeVar("F")

Line = tuple[int, str, str, Sequence[str]]
"""The number of a line, what it is about, what it does, the remarks about it."""


def say_columns(
    sheet: Sheet, mapping: Mapping[F, int], label: Callable[[F], str], used: Collection[int] | None = None
) -> None:
    """Say which column gives which field, and which are left out: those outside `used`, else the mapping."""
    for field, column in mapping.items():
        print(
            _("{field} ← colonne «\u00a0{column}\u00a0»").format(
                field=label(field), column=sheet.header[column]
            )
        )
    if words := left_words(left_columns(sheet, mapping.values() if used is None else used)):
        print(words)


def say_lines(problems: Iterable[Problem], lines: Iterable[Line], *, everything: bool) -> None:
    """Say the remarks of each line in order, and with `everything` what each line does."""
    told = [(one.line, one.sentence) for one in problems]
    for number, what, does, remarks in lines:
        if everything:
            told.append((number, _("{what}\u00a0: {does}.").format(what=what, does=does)))
        told += [(number, remark) for remark in remarks]
    for number, sentence in sorted(told, key=lambda one: one[0]):
        print(_("Ligne {line}\u00a0: {sentence}").format(line=number, sentence=sentence))


def say_outcome(fates: Sequence[Fate], problems: Iterable[Problem], *, preview: bool) -> None:
    """Say how many lines did what, or would."""
    left = fates.count(Fate.SKIP) + sum(not one.kept for one in problems)
    words = _(
        "Lignes créées\u00a0: {created}\u202f; complétées\u00a0: {completed}\u202f; "
        "inchangées\u00a0: {same}\u202f; laissées de côté\u00a0: {left}."
    ).format(
        created=fates.count(Fate.CREATE),
        completed=fates.count(Fate.COMPLETE),
        same=fates.count(Fate.SAME),
        left=left,
    )
    if preview:
        words = _("{words} Rien n’a été écrit.").format(words=words)
    print(words)
