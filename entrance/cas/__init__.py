"""Signing in through the CAS server of an ENT (Apereo CAS protocol 2.0 and 3.0).

Bottom to top: `faults` (what can go wrong), `answers` (reading what a server says), `turns` (how many ask at once),
`transport` (asking), `servers` (which one a school uses), `connectors` (the known ones), `tickets` (from a ticket to an
account), `services` (writes), `refusals` (what is said), `outcomes` (what comes of a ticket: never a page), forms.
"""
