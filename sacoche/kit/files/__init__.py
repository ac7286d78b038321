"""Files that people send and get: decoded, read as tables and workbooks, written, packed; nothing of a subject."""
