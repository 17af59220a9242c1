"""Where the files that travel with the program are."""

from pathlib import Path


def resource(*parts: str) -> Path:
    """Return the path of a shipped file: inside the installed package, else beside the checkout's package.

    Raises FileNotFoundError when neither holds it.
    """
    package = Path(__file__).parent
    for root in (package / "resources", package.parent / "resources"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError("/".join(parts))
