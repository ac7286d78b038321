"""The pages of documents, the explanation of their figures, their files."""
