"""The line above the list of commitments: states, order, partner, text."""

from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries import commitments as queries
from coprodesk.queries.commitment_filter import partner_choices
from coprodesk.queries.commitments import CommitmentFilter, Counters, Order
from coprodesk.queries.commitments import Segment as Part
from coprodesk.ui.desk import Desk
from coprodesk.ui.widgets.filters import ComboBox, FilterBar, SearchField, Segment, SegmentedFilter

MATRIX = "matrix"
"""What the choice of order says for the matrix of themes and partners."""


class CommitmentBar(FilterBar):
    """The filters of the list; the page listens to each."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.segments = SegmentedFilter([Segment(Part.ALL, _("Tous"))], _("État des engagements"))
        self.order = ComboBox(_("Ordre de la liste"))
        for order, words in (
            (Order.THEME, _("Par thème")),
            (Order.PARTNER, _("Par partenaire")),
            (Order.DATE, _("Par échéance")),
            (Order.STATE, _("Par état")),
            (MATRIX, _("Matrice")),
        ):
            self.order.addItem(words, order)
        self.partner = ComboBox(_("Partenaire"))
        self.partner.addItem(_("Tous les partenaires"), None)
        self.search = SearchField()
        super().__init__(self.segments, (self.order, self.partner), self.search)

    def fill_partners(self) -> None:
        """List the partners again; the choice stays."""
        kept = self.partner.currentData()
        found = partner_choices(self._desk.store)
        if [self.partner.itemText(i) for i in range(1, self.partner.count())] == [
            name for _id, name in found
        ]:
            return
        self.partner.blockSignals(True)
        while self.partner.count() > 1:
            self.partner.removeItem(1)
        for institution_id, name in found:
            self.partner.addItem(name, institution_id)
        self.partner.setCurrentIndex(max(0, self.partner.findData(kept)))
        self.partner.blockSignals(False)
        self.partner.updateGeometry()

    def show_counts(self, whole: Counters) -> None:
        """Tell how many there are in each state, of the partner chosen or of all."""
        counts = whole
        if self.partner.currentData() is not None:
            mine = CommitmentFilter(institution_id=self.partner.currentData())
            counts = queries.counters(self._desk.store, self._desk.today(), mine)
        self.segments.set_segments(segments(counts, confirm=bool(whole.to_confirm)))


def segments(counts: Counters, *, confirm: bool) -> list[Segment]:
    """Return the choices above the list; « à confirmer » only where such promises exist."""
    found = [
        Segment(Part.ALL, _("Tous"), counts.all),
        Segment(Part.OPEN, ngettext("Ouvert", "Ouverts", counts.open), counts.open),
        Segment(Part.LATE, _("En retard"), counts.late),
    ]
    if confirm:
        found.append(Segment(Part.TO_CONFIRM, _("À confirmer"), counts.to_confirm))
    return [
        *found,
        Segment(Part.KEPT, ngettext("Tenu", "Tenus", counts.kept), counts.kept),
        Segment(Part.ABANDONED, ngettext("Abandonné", "Abandonnés", counts.abandoned), counts.abandoned),
    ]
