"""What a file brings, whatever its format: the people, the structure, the school that it names."""
