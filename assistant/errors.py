"""Everything a user can cause to go wrong.

AssistantError
├── UsageError            the question or an option cannot be used
├── CorpusError           UnreadableDocument · EmptyCorpus
├── UnusableIndex         IndexMissing · IndexMismatch · IndexBusy
├── DamagedIndex          a file of the index is not what was written
└── EncoderMissing        no model to embed with, or its weights are not the ones expected

A message says what happened, to which file, and what to do next. Exit statuses are kept beside the command line.
"""


class AssistantError(Exception):
    """Base of everything a user can cause; its text is fit to be shown."""


class UsageError(AssistantError):
    """The question or an option cannot be used as given."""


class CorpusError(AssistantError):
    """The policy documents cannot be used."""


class UnreadableDocument(CorpusError):
    """A policy file has no text we can read (scanned, encrypted, damaged, too large or of another type)."""


class EmptyCorpus(CorpusError):
    """There is no policy document to index."""


class UnusableIndex(AssistantError):
    """There is no index to answer from."""


class IndexMissing(UnusableIndex):
    """No generation has been built in this workspace."""


class IndexMismatch(UnusableIndex):
    """The index was written for another version of the format."""


class IndexBusy(UnusableIndex):
    """Another process is building the index."""


class DamagedIndex(AssistantError):
    """A file of the index is missing or not what was written, or a quote is not in its document."""


class EncoderMissing(AssistantError):
    """The embedding model is absent, or its weights are not the ones expected."""
