"""The journal of sensitive actions: written, read, kept."""
