"""Where kinds of things that time deletes declare themselves: loading these modules is enough."""

from accounts.journal import services as journal
from accounts.notices import services as notices
from documents import notes
from documents.jobs import asking as jobs
from entrance.outside import contact
from evaluations.services import files
from referentiels.services import remains

LOADED = (files, journal, notices, contact, remains, notes, jobs)
