"""What a first script does: import sentence-transformers, encode the question, search the same FAISS file.

python -m benchmarks.naive INDEX QUESTION
"""

import sys
from pathlib import Path

import faiss
from sentence_transformers import SentenceTransformer

from assistant.encoder.export import packaged_minilm

root, question = Path(sys.argv[1]), sys.argv[2]
generation = root / "generations" / (root / "current").read_text().strip()
model = SentenceTransformer(str(packaged_minilm()), device="cpu")
vector = model.encode([question], normalize_embeddings=True)
print(faiss.read_index(str(generation / "vectors.faiss")).search(vector, 3))
