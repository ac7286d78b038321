"""What every table of a school declares of itself, beside its model: see docs/adr/0028.

What a merge of accounts moves is in accounts.merging, what a deletion takes along in schools.losses; here is what
concerns every table: a new school year (`year`), a backup and its restoration (`saved`).
"""
