"""How far an export has come: told by the worker, read by the window, which may stop it."""

from dataclasses import dataclass

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, on_screen


@dataclass(slots=True)
class ExportProgress:
    """`done` parts of `total`, 0 while it is not known, and what is being written now."""

    done: int = 0
    total: int = 0
    doing: str = ""
    stopped: bool = False

    def stop(self) -> None:
        """Have the export end at its next part."""
        self.stopped = True

    def begin(self, what: str) -> None:
        """Note the next part. Raises Refusal as `go_on`."""
        self.go_on()
        self.doing = what
        self.done += 1

    @on_screen()
    def go_on(self, _page: int = 0) -> None:
        """Raise Refusal when the export was stopped."""
        if self.stopped:
            raise Refusal(_("L’export est arrêté. Rien n’a été écrit. Relancez-le quand vous voulez."))
