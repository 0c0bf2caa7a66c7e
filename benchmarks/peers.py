r"""Ready-made pipelines on the same questions, each as its own quick start does it; writes docs/peers.md.

    pip install langchain-huggingface langchain-community llama-index-core \
        llama-index-embeddings-huggingface txtai rank_bm25
    python -m benchmarks.peers [--shared FOLDER]

These packages are no part of the project and are installed beside it. All use the same all-MiniLM-L6-v2. A passage
counts as a hit when it contains the gold quote, however long it is: the words shown say how much there is to read.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from assistant.answer import Answerer
from assistant.build import build
from assistant.encoder.export import packaged_minilm
from assistant.settings import Settings, Workspace
from evaluation.report import DEV_NAMES, ROOT
from evaluation.score import load_questions, plain

Search = Callable[[str], list[str]]
SHOWN = 3


def main() -> None:
    """Run every pipeline and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    shared: Path = parser.parse_args().shared
    questions = [
        entry
        for entry in load_questions(shared / "questions" / "dev.jsonl")
        if entry["answerable"] and entry["scope"] != "both" and not entry["history"]
    ]
    files = {name: next((shared / "corpus").rglob(f"{document}.txt")) for name, document in DEV_NAMES.items()}
    rows = []
    for name, make in PIPELINES.items():
        searches = {scope: make(path) for scope, path in files.items()}
        rows.append(_row(name, questions, searches))
    rows.append(_row("Policy Assistant", questions, dict(_ours(shared))))
    (ROOT / "docs" / "peers.md").write_text(_page(len(questions), rows), encoding="utf-8")
    print("\n".join(rows))


def _page(count: int, rows: list[str]) -> str:
    packages = ("langchain-community", "llama-index-core", "txtai", "rank-bm25", "sentence-transformers")
    return "\n".join(
        [
            "# Beside ready-made pipelines\n",
            "Made by `python -m benchmarks.peers`; do not edit by hand. "
            + ", ".join(f"{name} {version(name)}" for name in packages)
            + ".\n",
            f"{count} answerable development questions about one policy each, without follow-ups. Each pipeline as",
            "its own quick start does it, with all-MiniLM-L6-v2, reading the same files. Nothing is declined: these",
            "pipelines always answer. hit: the passage contains the gold quote; words: median length of the first",
            "passage. Our weights and thresholds were chosen looking at these questions; theirs were not.\n",
            "| pipeline | hit@1 | hit@3 | words | milliseconds |",
            "|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _row(name: str, questions: list[dict[str, Any]], searches: dict[str, Search]) -> str:
    places, words, times = [], [], []
    for entry in questions:
        gold = [plain(g["quote"]) for g in entry["gold"] if g["grade"] == 2]
        started = time.perf_counter()
        found = searches[entry["scope"]](entry["question"])[:SHOWN]
        times.append((time.perf_counter() - started) * 1000)
        words.append(len(found[0].split()) if found else 0)
        hits = [place for place, text in enumerate(found) if any(quote in plain(text) for quote in gold)]
        places.append(min(hits, default=SHOWN))
    first, three = (sum(place < count for place in places) / len(places) for count in (1, SHOWN))
    return f"| {name} | {first:.3f} | {three:.3f} | {statistics.median(words):.0f} | {statistics.median(times):.0f} |"


def _langchain(path: Path) -> Search:
    from langchain_community.document_loaders import TextLoader
    from langchain_community.vectorstores import FAISS
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    pieces = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(
        TextLoader(str(path), encoding="utf-8").load()
    )
    store = FAISS.from_documents(pieces, HuggingFaceEmbeddings(model_name=str(packaged_minilm())))
    return lambda question: [found.page_content for found in store.similarity_search(question, k=SHOWN)]


def _llama_index(path: Path) -> Search:
    from llama_index.core import Settings as Llama
    from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    Llama.llm = None
    Llama.embed_model = HuggingFaceEmbedding(model_name=str(packaged_minilm()))
    index = VectorStoreIndex.from_documents(SimpleDirectoryReader(input_files=[str(path)]).load_data())
    retriever = index.as_retriever(similarity_top_k=SHOWN)
    return lambda question: [found.node.get_content() for found in retriever.retrieve(question)]


def _txtai(path: Path) -> Search:
    from txtai import Embeddings

    store = Embeddings(path=str(packaged_minilm()), content=True)
    store.index(_paragraphs(path))
    return lambda question: [found["text"] for found in store.search(question, SHOWN)]


def _sentence_transformers(path: Path) -> Search:
    import faiss
    from sentence_transformers import SentenceTransformer

    texts = _paragraphs(path)
    model = SentenceTransformer(str(packaged_minilm()))
    vectors = model.encode(texts, normalize_embeddings=True)
    store = faiss.IndexFlatIP(vectors.shape[1])
    store.add(vectors)

    def search(question: str) -> list[str]:
        _, rows = store.search(model.encode([question], normalize_embeddings=True), SHOWN)
        return [texts[row] for row in rows[0]]

    return search


def _bm25(path: Path) -> Search:
    from rank_bm25 import BM25Okapi

    texts = _paragraphs(path)
    store = BM25Okapi([_words(text) for text in texts])
    return lambda question: store.get_top_n(_words(question), texts, SHOWN)


def _ours(shared: Path) -> Iterator[tuple[str, Search]]:
    folder = Path(tempfile.mkdtemp())
    shutil.copytree(shared / "corpus", folder / "corpus")
    workspace = Workspace(folder, Settings())
    build(workspace)
    answerer = Answerer.open(workspace)
    for scope, document in DEV_NAMES.items():
        school = document.split("/")[0]

        def search(question: str, school: str = school) -> list[str]:
            answer = answerer.ask(question, [school], limit=SHOWN)
            quotes = answer.answers[0].quotes if answer.answered else answer.nearest
            return [quote.clause.text for quote in quotes]

        yield scope, search


def _paragraphs(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


PIPELINES: dict[str, Callable[[Path], Search]] = {
    "BM25 (rank_bm25), lines": _bm25,
    "sentence-transformers and FAISS, lines": _sentence_transformers,
    "txtai, lines": _txtai,
    "LangChain, pieces of 1,000 characters": _langchain,
    "LlamaIndex, pieces of 1,024 tokens": _llama_index,
}


if __name__ == "__main__":
    main()
