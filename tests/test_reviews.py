from datetime import date, timedelta

from assistant.datatypes import Document
from assistant.reviews import coming, to_calendar, to_csv

TODAY = date(2026, 6, 15)


def document(stem, due):
    return Document(
        f"hill/{stem}", "hill", f"{stem.title()} Policy, revised", f"hill/{stem}.pdf", "", "", review_due=due
    )


def reviews():
    documents = [
        document("late", "2025-02"),
        document("soon", "2026-07-01"),
        document("far", "2028"),
        document("undated", None),
    ]
    return coming(documents, timedelta(90), TODAY)


def test_overdue_and_coming_reviews_are_listed_soonest_first_and_undated_last():
    assert [(review.document, review.overdue) for review in reviews()] == [
        ("hill/late", True), ("hill/soon", False), ("hill/undated", False),
    ]  # fmt: skip


def test_csv_has_a_header_and_quotes_commas():
    assert to_csv(reviews()).splitlines()[1] == 'hill,"Late Policy, revised",hill/late,2025-02,yes'


def test_calendar_has_an_event_for_each_dated_review_with_lines_folded():
    text = to_calendar([*reviews(), *coming([document("x" * 90, "2026")], timedelta(0), TODAY)], TODAY)
    assert text.count("BEGIN:VEVENT") == 3
    assert "DTSTART;VALUE=DATE:20250201" in text and "SUMMARY:Review due: Late Policy\\, revised (hill)" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
