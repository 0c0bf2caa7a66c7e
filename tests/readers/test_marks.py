import pytest

from assistant.readers.marks import split_mark


@pytest.mark.parametrize(
    ("line", "mark", "rest"),
    [
        ("1. Staff must knock.", "1", "Staff must knock."),
        ("4.2 Staff must knock.", "4.2", "Staff must knock."),
        ("4.2.1. Tests apply", "4.2.1", "Tests apply"),
        ("(a) knock", "(a)", "knock"),
        ("(iv) knock", "(iv)", "knock"),
        ("b) knock", "b", "knock"),
        ("A. Purpose", "A", "Purpose"),
        ("• knock", "•", "knock"),
        ("- knock", "•", "knock"),
        ("\uf0b7 knock", "•", "knock"),
        ("3 Purpose and scope", "3", "Purpose and scope"),
        ("11.5.14 applies to visitors.", None, "11.5.14 applies to visitors."),
        ("8.00am to 6.00pm", None, "8.00am to 6.00pm"),
        ("7 February 2024", None, "7 February 2024"),
        ("2024 saw a change.", None, "2024 saw a change."),
        ("3 pupils were late.", None, "3 pupils were late."),
        ("I will be careful.", None, "I will be careful."),
        ("A. Smith wrote it.", None, "A. Smith wrote it."),
        ("a pupil may ask", None, "a pupil may ask"),
        ("5% of staff", None, "5% of staff"),
    ],
)
def test_marks_are_taken_off_and_false_friends_stay(line, mark, rest):
    assert split_mark(line) == (mark, rest)
