"""Pages of families on a phone: installed like an application, the last ones read without a network (adr/0062)."""
