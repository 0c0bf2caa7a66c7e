"""Policy Assistant: answers staff questions by quoting the policy clause that governs them, word for word."""

__version__ = "0.1.0"
