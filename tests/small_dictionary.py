"""A French dictionary of a few words, for the tests: the machine may have none."""

from pathlib import Path

_SENTENCE = "à au avec la le les se et deux mots commission collège école réunit coopération ici dit"
WORDS = tuple(_SENTENCE.split())


def write_dictionary(folder: Path, name: str, encoding: str = "UTF-8") -> Path:
    """Write the .aff and the .dic of a dictionary and return the latter."""
    folder.mkdir(parents=True, exist_ok=True)
    code = encoding.replace("ISO", "iso-")
    (folder / f"{name}.aff").write_text(
        f"SET {encoding}\nTRY esianrtolcdugmphbyfvkwzéèàêîôûç\n", encoding=code
    )
    path = folder / f"{name}.dic"
    path.write_text("\n".join((str(len(WORDS)), *WORDS, "")), encoding=code)
    return path
