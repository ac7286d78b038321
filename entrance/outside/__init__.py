"""What somebody who cannot sign in may ask: his codes, a question to an administrator."""
