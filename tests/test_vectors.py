import numpy as np
import pytest

from assistant import vectors
from assistant.errors import DamagedIndex
from assistant.vectors import VectorIndex, write


@pytest.fixture(params=["exact", "lists"])
def index(request, tmp_path, monkeypatch):
    if request.param == "lists":
        monkeypatch.setattr(vectors, "EXACT_LIMIT", 500)
    data = np.random.default_rng(1).standard_normal((2_000, 16)).astype(np.float32)
    data /= np.linalg.norm(data, axis=1, keepdims=True)
    write(data, tmp_path / "v.faiss")
    return VectorIndex.open(tmp_path / "v.faiss"), data


def test_nearest_row_of_a_stored_vector_is_itself(index):
    opened, data = index
    rows = opened.search(data[42], [(0, 2_000)], 3)
    assert rows[0][0] == 42 and rows[0][1] == pytest.approx(1.0, abs=0.02)


def test_scope_is_applied_inside_the_search(index):
    opened, data = index
    found = opened.search(data[42], [(100, 110), (1_000, 1_005)], 50)
    assert sorted(row for row, _ in found) == [*range(100, 110), *range(1_000, 1_005)]


def test_many_vectors_are_searched_beyond_a_narrow_scope_too(index, monkeypatch):
    opened, data = index
    monkeypatch.setattr(vectors, "NARROW", 5)
    found = opened.search(data[42], [(0, 100), (200, 300)], 3)
    assert found[0][0] == 42 and all(row < 100 or 200 <= row < 300 for row, _ in found)


def test_narrow_scope_of_many_vectors_is_searched_exactly(index):
    opened, data = index
    query = data[7] + data[150]
    exact = np.argsort(-(data[100:400] @ query))[:10] + 100
    assert [row for row, _ in opened.search(query, [(100, 400)], 10)] == list(exact)


def test_search_of_no_scope_finds_nothing(index):
    opened, data = index
    assert opened.search(data[0], [], 5) == []


def test_stored_vectors_come_back(index):
    opened, data = index
    assert np.allclose(opened.rows([3, 7]), data[[3, 7]], atol=0.05)


def test_damaged_file_is_named(tmp_path):
    (tmp_path / "v.faiss").write_bytes(b"not an index")
    with pytest.raises(DamagedIndex, match=r"v\.faiss cannot be read"):
        VectorIndex.open(tmp_path / "v.faiss")
