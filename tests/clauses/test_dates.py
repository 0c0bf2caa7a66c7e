import pytest

from assistant.clauses.dates import find_date


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7 February 2024", "2024-02-07"),
        ("Date: 1st of September 2023", "2023-09-01"),
        ("February 2025", "2025-02"),
        ("Sept. 2026", "2026-09"),
        ("07/02/24", "2024-02-07"),
        ("31.12.2025", "2025-12-31"),
        ("2024-02-07", "2024-02-07"),
        ("March 3, 2026", "2026-03-03"),
        ("9/2026", "2026-09"),
        ("Spring term 2026", "2026"),
        ("annually", None),
        ("Spring term", None),
        ("99/99/2024", "2024"),
    ],
)
def test_date_of_any_usual_form(text, value):
    assert find_date(text) == value
