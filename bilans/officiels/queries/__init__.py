"""What the pages of official documents read, in numbers of queries that do not depend on the class."""
