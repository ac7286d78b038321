"""What exports hold about accounts, for a merge."""

from accounts.merging import Part, parts, repoint
from exports.models import GeneratedFile

parts.register(Part("generated_files", ("exports.GeneratedFile.maker",), repoint(GeneratedFile, "maker")))
