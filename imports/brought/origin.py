"""The school and the year that a file says it is from, against those of the import."""

from imports.brought.extraction import Extraction, OtherSchool, OtherYear


def check_origin(extraction: Extraction, *, uai: str, year: int, is_any_school: bool = False) -> None:
    """Raise OtherYear or OtherSchool when the file says that it is not from this school, or not of this year.

    `year`: that of School.first_year. `is_any_school`: an administrator said that the UAI of the file is right (schools
    made of several). What the file does not say, or what the school has not entered (`uai` empty), is not compared.
    """
    if extraction.year is not None and extraction.year != year:
        raise OtherYear(
            f"Ce fichier est celui de l'année scolaire {_shown(extraction.year)}, et nous sommes en {_shown(year)} : "
            "refaites l'export pour l'année en cours.",
            found=extraction.year,
        )
    if extraction.uai and uai and extraction.uai != uai.upper() and not is_any_school:
        raise OtherSchool(
            f"Ce fichier est celui de l'établissement {extraction.uai}, et le vôtre est {uai.upper()} : "
            "choisissez le fichier de votre établissement.",
            found=extraction.uai,
        )


def _shown(year: int) -> str:
    return f"{year}-{year + 1}"
