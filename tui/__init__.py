"""The chat that staff keep open in a terminal."""
