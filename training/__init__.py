"""Train the shipped encoder and the ranking: data, code, and one command each."""
