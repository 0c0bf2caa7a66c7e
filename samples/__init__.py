"""The sample policies: their sources, and the writers that make files of every format from them."""
