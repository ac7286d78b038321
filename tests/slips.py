"""The file of logins and passwords that a school is given, read back."""

import io
import zipfile


def csv_lines(content: bytes) -> list[str]:
    """The lines of the CSV that is alone in its ZIP, the heads first."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    [name] = archive.namelist()
    return archive.read(name).decode("utf-8-sig").split("\r\n")
