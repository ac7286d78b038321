"""Photos of pupils: placed by the school, seen by those who work with them, « Trombinoscope »."""
