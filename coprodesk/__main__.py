"""Where the program starts: the command line, and the window only when it is asked for."""

import sys
from collections.abc import Sequence
from pathlib import Path

from coprodesk.places import is_council_file, is_file


def main(argv: Sequence[str] | None = None) -> int:
    """Run `coprodesk`: a verb, or the window on a file. Return the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and (arguments[0].startswith("-") or not _is_file(arguments[0])):
        from coprodesk.cli import run

        done = run(arguments)
        if done.window is None or done.code:
            return done.code
        return _open_window(done.window, asked=False)
    return _open_window(Path(arguments[0]) if arguments else None, asked=True)


def _is_file(argument: str) -> bool:
    path = Path(argument)
    return is_council_file(path) or is_file(path)


def _open_window(path: Path | None, *, asked: bool) -> int:
    """Open the window; without a screen say so, a failure only when the window is all that was asked."""
    from coprodesk import screen

    missing = screen.why_no_window()
    if missing is not None:
        print(missing, file=sys.stderr if asked else sys.stdout)
        return 1 if asked else 0
    screen.name_for_taskbar()
    from coprodesk.ui.start import prepare

    prepare()
    from coprodesk.ui.app import run_window

    return run_window(path)


if __name__ == "__main__":
    sys.exit(main())
