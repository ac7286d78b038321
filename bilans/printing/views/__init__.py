"""The pages of what is put on paper."""
