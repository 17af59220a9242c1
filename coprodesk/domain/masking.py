"""Small numbers in what is published: counts under 5 are masked, and no share of a base under 20 is computed.

Source: the rule of the statistical service of the interior ministry for its communal figures (SSMSI); the
council's own papers keep the numbers, which its members gave.
"""

from fractions import Fraction

from coprodesk.domain.disclosure import Level
from coprodesk.domain.french import THIN, percent, thousands
from coprodesk.domain.i18n import _

LEAST_SHOWN = 5
LEAST_BASE = 20


def is_masked(count: int, level: Level) -> bool:
    """Tell whether a count is masked for this level; zero is, since it tells as much as one."""
    return level is Level.PUBLIC and 0 <= count < LEAST_SHOWN


def count_words(count: int, level: Level) -> str:
    """Return « 1 204 », or « < 5 » for a small count in a public version."""
    return f"<{THIN}{LEAST_SHOWN}" if is_masked(count, level) else thousands(count)


def share_words(part: int, base: int, level: Level) -> str:
    """Return « 57,1 % », or « n. s. » on a base under 20, or when it would tell a masked count.

    In a public version that is so when the part, or what it leaves of its base, is masked.
    """
    if base < LEAST_BASE or is_masked(part, level) or is_masked(base - part, level):
        return not_significant()
    return percent(Fraction(part, base))


def change_words(before: int, after: int, level: Level) -> str:
    """Return « +8,6 % » from one count to the next, or « n. s. » on a base under 20 or a masked count."""
    if before < LEAST_BASE or is_masked(after, level):
        return not_significant()
    change = Fraction(after - before, before)
    words = percent(change)
    return f"+{words}" if change > 0 and not words.startswith("0,0") else words


def not_significant() -> str:
    """Return « n. s. », for a share that is not computed."""
    return _("n.\u00a0s.")


def masking_note(level: Level) -> str:
    """Return the sentence to print under figures that may be masked, '' where nothing is."""
    if level is not Level.PUBLIC:
        return _("n.\u00a0s.\u00a0: base inférieure à {base}, aucun pourcentage n’est calculé.").format(
            base=LEAST_BASE
        )
    return _(
        "Les effectifs inférieurs à {least} sont masqués. n.\u00a0s.\u00a0: base inférieure à {base} ou "
        "effectif masqué, aucun pourcentage n’est calculé."
    ).format(least=LEAST_SHOWN, base=LEAST_BASE)
