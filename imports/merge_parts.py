"""What imports hold about accounts, for a merge."""

from accounts.merging import Part, parts, repoint
from imports.models import ImportLine, ImportRun

parts.register(
    Part(
        "imports",
        ("imports.ImportRun.holder", "imports.ImportRun.credentials_by"),
        repoint(ImportRun, "holder", "credentials_by"),
    )
)
parts.register(Part("import_lines", ("imports.ImportLine.account",), repoint(ImportLine, "account")))
