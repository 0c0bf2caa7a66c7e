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
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from pymilvus import DataType, Function, FunctionType, MilvusClient, MilvusException
from snowballstemmer import stemmer

from assistant import lexical
from assistant.datatypes import Clause, Document, Fact, Span
from assistant.encoder import Vectors
from assistant.errors import DamagedIndex, IndexMissing, UnusableIndex
from assistant.generations import SCHEMA
from assistant.index import Index, SpanHit
from assistant.rows import clause_of, clause_row, document_of, document_row
from assistant.settings import Workspace

ALIAS = "policy_assistant"
TOKEN = "POLICY_ASSISTANT_MILVUS_TOKEN"  # environment variable, so that it stands in no file
BATCH, PIECE = 1_000, 15_000  # rows written or read at once; characters kept in one row
EXACT_LIMIT = 60_000  # rows up to which vectors are compared one by one
_NAME = re.compile(r"[^A-Za-z0-9_]")


class MilvusIndex(Index):
    """An open generation that lives in Milvus."""

    def __init__(self, client: MilvusClient, generation: str, encoders: Path) -> None:
        """Open a generation; raises DamagedIndex if it was not written by this version."""
        self._client = client
        self._generation = generation
        self._encoders = encoders
        with _told():
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
        hits = self._search("clauses", [" ".join(map(_stems, words))], "words", scope, count, ["row"])
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
        counts = [min((self._stem_counts.get(stem, 0) for stem in _stems(word).split()), default=0) for word in group]
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
        with _told():
            (hits,) = self._client.search(
                f"{self._generation}_{kind}", data=data, anns_field=field, limit=count, output_fields=fields,
                filter=" and ".join(self._inside(scope)),
            )  # fmt: skip
        return list(hits)

    def _where(self, kind: str, asked: str, fields: list[str]) -> list[dict[str, Any]]:
        with _told():
            found: list[dict[str, Any]] = self._client.query(
                f"{self._generation}_{kind}", filter=asked, output_fields=fields
            )
        return found


class _told:
    """Turns what the engine says into our errors."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, MilvusException):
            raise UnusableIndex(f"Milvus did not answer: {error.message}. Look at `uri` in assistant.toml.") from error


def open_milvus(workspace: Workspace) -> MilvusIndex:
    """Open the generation in force. Raises IndexMissing if none was pushed, UnusableIndex if Milvus does not answer."""
    client = _client(workspace)
    return MilvusIndex(client, _in_force(client, workspace), workspace.index / "encoders")


def in_force(workspace: Workspace) -> str:
    """Return the name of the generation in force; raises as `open_milvus` does."""
    return open_milvus(workspace).generation


def push(workspace: Workspace, index: Index) -> None:
    """Copy a generation into Milvus, put it in force there, and drop all but it and the one before.

    Raises UnusableIndex if Milvus does not answer; the former generation then stays in force.
    """
    client = _client(workspace)
    try:
        before: str | None = _in_force(client, workspace)
    except IndexMissing:
        before = None
    name = f"{ALIAS}_{_NAME.sub('_', index.generation)}"
    with _told():
        _drop(client, lambda other: other.startswith(f"{name}_"))
        _write(client, name, index)
        if before:
            client.alter_alias(f"{name}_kept", ALIAS)
        else:
            client.create_alias(f"{name}_kept", ALIAS)
        _drop(client, lambda other: other.startswith(f"{ALIAS}_") and not other.startswith((f"{name}_", f"{before}_")))


def _client(workspace: Workspace) -> MilvusClient:
    uri = workspace.settings.uri
    with _told():
        return _connected(uri if "://" in uri else str(workspace.root / uri), os.environ.get(TOKEN, ""))


@cache
def _connected(uri: str, token: str) -> MilvusClient:
    return MilvusClient(uri=uri, token=token)


def _in_force(client: MilvusClient, workspace: Workspace) -> str:
    with _told():
        for collection in client.list_collections():
            if collection.endswith("_kept") and ALIAS in client.list_aliases(collection)["aliases"]:
                return str(collection).removesuffix("_kept")
    raise IndexMissing(f"No policies have been read yet into {workspace.settings.uri}. Run `assistant index`.")


def _drop(client: MilvusClient, which: Any) -> None:  # noqa: ANN401 -- a predicate of names
    for collection in client.list_collections():
        if which(collection):
            client.drop_collection(collection)


def _write(client: MilvusClient, name: str, index: Index) -> None:
    count = index.clause_count()
    dim = index.span_vectors(range(min(count, 50)))[1].shape[1]
    _make_clauses(client, f"{name}_clauses")
    _make_spans(client, f"{name}_spans", dim, int(index.manifest["counts"]["vectors"]))
    _make_kept(client, f"{name}_kept")
    stem_counts: Counter[str] = Counter()
    place = 0
    for start in range(0, count, BATCH):
        clauses = index.clauses(range(start, min(start + BATCH, count)))
        rows = [_clause_entry(row, clause) for row, clause in clauses.items()]
        client.insert(f"{name}_clauses", rows)
        stem_counts.update(stem for row in rows for stem in set(row["stems"].split()))
        parts = [
            {"clause": row, "organisation": _organisation(clauses[row]), "start": first, "stop": last, "vector": vector}
            for (row, (first, last)), vector in zip(*index.span_vectors(list(clauses)), strict=True)
        ]
        parts = [{"place": place + at} | part for at, part in enumerate(parts)]
        place += len(parts)
        for first in range(0, len(parts), BATCH):
            client.insert(f"{name}_spans", parts[first : first + BATCH])
    pieces = list(_pieces(_everything_else(index, stem_counts)))
    for first in range(0, len(pieces), BATCH):
        part = pieces[first : first + BATCH]
        client.insert(f"{name}_kept", [piece | {"at": first + at} for at, piece in enumerate(part)])


def _clause_entry(row: int, clause: Clause) -> dict[str, Any]:
    # A title is no candidate, but the engine takes no empty text.
    searched = " ".join(lexical.texts(clause)) if clause.about != "title" else ""
    return {
        "row": row,
        "organisation": _organisation(clause),
        "document": clause.document,
        "id": clause.id,
        "about": clause.about or "",
        "stems": _stems(searched) or "·",
        "payload": json.dumps(clause_row(clause)),
    }


def _everything_else(index: Index, stem_counts: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    named = {"generation": index.generation, "organisations": list(index.organisations()), "schema": SCHEMA}
    documents = index.documents()
    yield "manifest", json.dumps(index.manifest | named)
    yield "documents", json.dumps([document_row(document) for document in documents])
    yield "examples", json.dumps({topic: vectors.tolist() for topic, vectors in index.examples().items()})
    yield "words", json.dumps(index.word_counts())
    yield "stems", json.dumps(stem_counts)
    for document in documents:
        yield f"text:{document.id}", index.document(document.id).text


def _organisation(clause: Clause) -> str:
    return clause.document.split("/")[0]


def _pieces(kept: Iterable[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    for key, value in kept:
        for piece, start in enumerate(range(0, max(len(value), 1), PIECE)):
            yield {"key": key, "piece": piece, "value": value[start : start + PIECE], "unused": [0.0, 1.0]}


def _schema(client: MilvusClient, key: str) -> Any:  # noqa: ANN401 -- pymilvus
    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field(key, DataType.INT64, is_primary=True)
    return schema


def _make_clauses(client: MilvusClient, name: str) -> None:
    schema = _schema(client, "row")
    schema.add_field("organisation", DataType.VARCHAR, max_length=500, is_partition_key=True)
    for field in ("document", "id", "about"):
        schema.add_field(field, DataType.VARCHAR, max_length=1_000)
    schema.add_field("payload", DataType.VARCHAR, max_length=65_535)
    analysed = {"enable_analyzer": True, "analyzer_params": {"tokenizer": "standard"}}
    schema.add_field("stems", DataType.VARCHAR, max_length=65_535, **analysed)
    schema.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_function(Function("bm25", FunctionType.BM25, ["stems"], ["words"]))
    indexes = client.prepare_index_params()
    as_sqlite = {"bm25_k1": 1.2, "bm25_b": 0.75}
    indexes.add_index("words", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params=as_sqlite)
    client.create_collection(name, schema=schema, index_params=indexes)


def _make_spans(client: MilvusClient, name: str, dim: int, rows: int) -> None:
    schema = _schema(client, "place")
    schema.add_field("organisation", DataType.VARCHAR, max_length=500, is_partition_key=True)
    for field in ("clause", "start", "stop"):
        schema.add_field(field, DataType.INT64)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dim)
    indexes = client.prepare_index_params()
    kind = (
        {"index_type": "FLAT"}
        if rows <= EXACT_LIMIT
        else {"index_type": "IVF_SQ8", "params": {"nlist": 4 * int(rows**0.5)}}
    )
    indexes.add_index("vector", metric_type="IP", **kind)
    client.create_collection(name, schema=schema, index_params=indexes)


def _make_kept(client: MilvusClient, name: str) -> None:
    schema = _schema(client, "at")
    schema.add_field("key", DataType.VARCHAR, max_length=1_000)
    schema.add_field("piece", DataType.INT64)
    schema.add_field("value", DataType.VARCHAR, max_length=65_535)
    schema.add_field("unused", DataType.FLOAT_VECTOR, dim=2)  # the engine keeps nothing without a vector
    indexes = client.prepare_index_params()
    indexes.add_index("unused", index_type="FLAT", metric_type="IP")
    client.create_collection(name, schema=schema, index_params=indexes)


_STEMMER = stemmer("porter")


def _stems(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return " ".join(_STEMMER.stemWords(re.findall(r"[^\W_]+", plain)))
