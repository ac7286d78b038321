"""What a school teaches: for a matière and a niveau, domaines made of thèmes made of items."""
