"""Put a generation of the index into Milvus, in force by one alias; see `assistant.milvus` for its form there."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pymilvus import DataType, Function, FunctionType, MilvusClient

from assistant import lexical
from assistant.datatypes import Clause
from assistant.errors import IndexMissing
from assistant.generations import SCHEMA
from assistant.index import Index
from assistant.milvus import ALIAS, alias_of, connect, stems, told
from assistant.rows import clause_row, document_row
from assistant.settings import Workspace

BATCH, PIECE = 1_000, 15_000  # rows written or read at once; characters kept in one row
EXACT_LIMIT = 60_000  # rows up to which vectors are compared one by one
_NAME = re.compile(r"[^A-Za-z0-9_]")


def push(workspace: Workspace, index: Index) -> None:
    """Copy a generation into Milvus, put it in force there, and drop all but it and the one before.

    Raises UnusableIndex if Milvus does not answer; the former generation then stays in force.
    """
    client = connect(workspace)
    try:
        before: str | None = alias_of(client, workspace)
    except IndexMissing:
        before = None
    name = f"{ALIAS}_{_NAME.sub('_', index.generation)}"
    with told():
        _drop(client, lambda other: other.startswith(f"{name}_"))
        _write(client, name, index)
        if before:
            client.alter_alias(f"{name}_kept", ALIAS)
        else:
            client.create_alias(f"{name}_kept", ALIAS)
        _drop(client, lambda other: other.startswith(f"{ALIAS}_") and not other.startswith((f"{name}_", f"{before}_")))


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
        "stems": stems(searched) or "·",
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
