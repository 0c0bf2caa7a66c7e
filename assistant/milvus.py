"""The same index in Milvus, for many organisations at once: one engine that many machines ask.

A generation is three collections, <name>_clauses (full text, BM25 inside the engine), <name>_spans (vectors) and
<name>_kept (everything else, as JSON); the alias policy_assistant names the generation in force, so that going over to
another is one step. Organisations are the partition key. The embedded form of Milvus (a file as `uri`) and a server
are the same to us. BM25 here knows no weights of columns, and words are stemmed by us (Porter, as SQLite does).
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from pymilvus import MilvusClient, MilvusException
from snowballstemmer import stemmer

from assistant.datatypes import Clause, Document, Fact, Span
from assistant.encoder import Vectors
from assistant.errors import DamagedIndex, IndexMissing, UnusableIndex
from assistant.generations import SCHEMA
from assistant.index import Index, SpanHit
from assistant.rows import clause_of, document_of, document_row
from assistant.settings import Workspace

ALIAS = "policy_assistant"
TOKEN = "POLICY_ASSISTANT_MILVUS_TOKEN"  # environment variable, so that it stands in no file


class MilvusIndex(Index):
    """An open generation that lives in Milvus."""

    def __init__(self, client: MilvusClient, generation: str, encoders: Path) -> None:
        """Open a generation; raises DamagedIndex if it was not written by this version."""
        self._client = client
        self._generation = generation
        self._encoders = encoders
        with told():
            for kind in ("kept", "clauses", "spans"):
                client.load_collection(f"{generation}_{kind}")
        self.manifest = json.loads(self._kept("manifest"))
        if self.manifest.get("schema") != SCHEMA:
            raise DamagedIndex("The index in Milvus was written by another version. Run `assistant index --full`.")
        self._documents = [document_of(row, "") for row in json.loads(self._kept("documents"))]

    @property
    def generation(self) -> str:
        """Name of the generation."""
        return str(self.manifest["generation"])

    @property
    def encoder_folder(self) -> Path:
        """Folder of the encoder that made the vectors."""
        return self._encoders / str(self.manifest["encoder"])

    def close(self) -> None:
        """Leave the connection to whoever opened it."""

    def organisations(self) -> tuple[str, ...]:
        """Return the organisations that have clauses, in order."""
        return tuple(self.manifest["organisations"])

    def near(self, query: Vectors, scope: Sequence[str], count: int) -> list[SpanHit]:
        """Return the spans nearest to a vector inside a scope, best first."""
        hits = self._search("spans", [query], "vector", scope, count, ["clause", "start", "stop"])
        found = [(hit["entity"], float(hit["distance"])) for hit in hits]
        return [SpanHit(row["clause"], (row["start"], row["stop"]), cosine) for row, cosine in found]

    def with_words(self, words: Sequence[str], scope: Sequence[str], count: int) -> list[tuple[int, float]]:
        """Return clause rows with any of the words and their BM25 scores (higher is better), best first."""
        if not words:
            return []
        hits = self._search("clauses", [" ".join(map(stems, words))], "words", scope, count, ["row"])
        # The embedded form gives the score as a negative distance, a server as it is.
        return [(int(hit["row"]), abs(float(hit["distance"]))) for hit in hits]

    def clauses(self, rows: Iterable[int]) -> dict[int, Clause]:
        """Return clauses by row."""
        found = self._where("clauses", f"row in {list(rows)}", ["row", "payload"])
        return {each["row"]: clause_of(json.loads(each["payload"])) for each in found}

    def clause(self, name: str) -> Clause | None:
        """Return a clause by its id, None if there is none."""
        found = self._where("clauses", f"id == {json.dumps(name)}", ["payload"])
        return clause_of(json.loads(found[0]["payload"])) if found else None

    def document_clauses(self, document: str) -> list[Clause]:
        """Return the clauses of a document in reading order."""
        found = self._where("clauses", f"document == {json.dumps(document)}", ["row", "payload"])
        return [clause_of(json.loads(each["payload"])) for each in sorted(found, key=lambda each: each["row"])]

    def about(self, facts: Sequence[Fact], scope: Sequence[str]) -> list[Clause]:
        """Return the clauses that state some facts about the documents of a scope, in the order of the documents."""
        asked = f"about in {json.dumps(list(facts))}"
        found = self._where("clauses", " and ".join([asked, *self._inside(scope)]), ["row", "payload"])
        return [clause_of(json.loads(each["payload"])) for each in sorted(found, key=lambda each: each["row"])]

    def embedded(self, document: str) -> list[tuple[int, Span, Vectors]]:
        """Return the embedded parts of a document: place of the clause in reading order, from 0, span, and vector."""
        found = self._where("clauses", f"document == {json.dumps(document)}", ["row"])
        places = {row: place for place, row in enumerate(sorted(each["row"] for each in found))}
        spans, vectors = self.span_vectors(list(places))
        return [(places[row], span, vector) for (row, span), vector in zip(spans, vectors, strict=True)]

    def span_vectors(self, rows: Sequence[int]) -> tuple[list[tuple[int, Span]], Vectors]:
        """Return every embedded part of some clauses, as (clause row, span), and their vectors, row by row."""
        fields = ["place", "clause", "start", "stop", "vector"]
        found = sorted(self._where("spans", f"clause in {list(rows)}", fields), key=lambda each: each["place"])
        spans = [(each["clause"], (each["start"], each["stop"])) for each in found]
        return spans, np.array([each["vector"] for each in found], dtype=np.float32)

    def document(self, name: str) -> Document:
        """Return a document with its text. Raises DamagedIndex if the index does not hold it."""
        for document in self._documents:
            if document.id == name:
                row = document_row(document)
                return document_of(row, self._kept(f"text:{name}"))
        raise DamagedIndex(f"The index has clauses of {name} but not the document. Run `assistant index --full`.")

    def documents(self, organisation: str | None = None) -> list[Document]:
        """Return the documents of an organisation, or all, without their text, by id."""
        return [each for each in self._documents if organisation in (None, each.organisation)]

    def examples(self) -> dict[str, Vectors]:
        """Return the vectors of the example questions by topic, shape (examples, dim) each."""
        kept = json.loads(self._kept("examples"))
        return {topic: np.array(vectors, dtype=np.float32) for topic, vectors in kept.items()}

    def word_counts(self) -> dict[str, int]:
        """Return every word the policies use, in lower case, with the number of times."""
        return dict(self._words)

    def knows_word(self, word: str) -> bool:
        """Say whether the policies use a word."""
        return word in self._words

    def _having(self, group: Sequence[str]) -> int:
        counts = [min((self._stem_counts.get(stem, 0) for stem in stems(word).split()), default=0) for word in group]
        return min(sum(counts), self.clause_count())

    @cached_property
    def _words(self) -> dict[str, int]:
        words: dict[str, int] = json.loads(self._kept("words"))
        return words

    @cached_property
    def _stem_counts(self) -> dict[str, int]:
        counts: dict[str, int] = json.loads(self._kept("stems"))
        return counts

    def _kept(self, key: str) -> str:
        found = self._where("kept", f"key == {json.dumps(key)}", ["piece", "value"])
        if not found:
            raise DamagedIndex(f"The index in Milvus lacks {key}. Run `assistant index --full`.")
        return "".join(each["value"] for each in sorted(found, key=lambda each: each["piece"]))

    def _inside(self, scope: Sequence[str]) -> list[str]:
        everywhere = set(scope) >= set(self.organisations())
        return [] if everywhere else [f"organisation in {json.dumps(list(scope))}"]

    def _search(
        self, kind: str, data: list[Any], field: str, scope: Sequence[str], count: int, fields: list[str]
    ) -> list[dict[str, Any]]:
        with told():
            (hits,) = self._client.search(
                f"{self._generation}_{kind}", data=data, anns_field=field, limit=count, output_fields=fields,
                filter=" and ".join(self._inside(scope)),
            )  # fmt: skip
        return list(hits)

    def _where(self, kind: str, asked: str, fields: list[str]) -> list[dict[str, Any]]:
        with told():
            found: list[dict[str, Any]] = self._client.query(
                f"{self._generation}_{kind}", filter=asked, output_fields=fields
            )
        return found


class told:
    """Turns what the engine says into our errors."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, MilvusException):
            raise UnusableIndex(f"Milvus did not answer: {error.message}. Look at `uri` in assistant.toml.") from error


def open_milvus(workspace: Workspace) -> MilvusIndex:
    """Open the generation in force. Raises IndexMissing if none was pushed, UnusableIndex if Milvus does not answer."""
    client = connect(workspace)
    return MilvusIndex(client, alias_of(client, workspace), workspace.index / "encoders")


def in_force(workspace: Workspace) -> str:
    """Return the name of the generation in force; raises as `open_milvus` does."""
    return open_milvus(workspace).generation


def connect(workspace: Workspace) -> MilvusClient:
    """Return a client of the engine that the settings name."""
    uri = workspace.settings.uri
    with told():
        return _connected(uri if "://" in uri else str(workspace.root / uri), os.environ.get(TOKEN, ""))


@cache
def _connected(uri: str, token: str) -> MilvusClient:
    return MilvusClient(uri=uri, token=token)


def alias_of(client: MilvusClient, workspace: Workspace) -> str:
    """Return the prefix of the generation in force. Raises IndexMissing if there is none."""
    with told():
        for collection in client.list_collections():
            if collection.endswith("_kept") and ALIAS in client.list_aliases(collection)["aliases"]:
                return str(collection).removesuffix("_kept")
    raise IndexMissing(f"No policies have been read yet into {workspace.settings.uri}. Run `assistant index`.")


_STEMMER = stemmer("porter")


def stems(text: str) -> str:
    """Return a text as its stems, in order, apart by spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return " ".join(_STEMMER.stemWords(re.findall(r"[^\W_]+", plain)))
