import pytest

from assistant.wording import MANY_SCHOOLS, counted, day, listed, moment, on_day, school_name, unknown_schools


@pytest.mark.parametrize(("count", "told"), [(0, "0 clauses"), (1, "1 clause"), (1_200, "1200 clauses")])
def test_what_is_counted_is_one_or_many(count, told):
    assert counted(count, "clause") == told


def test_plural_that_is_not_formed_with_an_s_is_given():
    assert [counted(count, "policy", "policies") for count in (1, 2)] == ["1 policy", "2 policies"]


@pytest.mark.parametrize("iso", ["2026-11-21T18:01:07Z", "2026-11-21T18:01:07+00:00", "2026-11-21T20:01:07+02:00"])
def test_moment_is_written_out_in_one_time_zone(iso):
    assert moment(iso) == "21 November 2026, 18:01 UTC"


@pytest.mark.parametrize(
    ("iso", "written", "in_a_sentence"),
    [
        ("2025-09-01", "1 September 2025", "on 1 September 2025"),
        ("2023-02", "February 2023", "in February 2023"),
        ("2023", "2023", "in 2023"),
    ],
)
def test_date_is_written_at_the_precision_it_has(iso, written, in_a_sentence):
    assert (day(iso), on_day(iso)) == (written, in_a_sentence)


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("hill-top_school", "Hill Top School"),
        ("st-mary's-primary", "St Mary's Primary"),
        ("king's-ce-primary", "King's CE Primary"),
        ("st-annes-c-of-e", "St Annes C of E"),
        ("UTC Norfolk", "UTC Norfolk"),
    ],
)
def test_school_is_named_as_people_write_it(folder, name):
    assert school_name(folder) == name


def test_list_is_written_as_a_sentence_has_it():
    assert [listed(items) for items in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]


def test_unknown_school_is_told_which_there_are():
    told = "There is no school called “hilltop” here. The schools are: Hill Top, Lea."
    assert unknown_schools(["hilltop"], ["hill-top", "lea"]) == told


def test_unknown_school_among_many_is_told_the_nearest_names_alone():
    known = [f"school-{number}" for number in range(MANY_SCHOOLS)] + ["merrowdale-primary", "oakfield-primary"]
    assert unknown_schools(["Merowdale"], known).endswith("here. Did you mean Merrowdale Primary?")
    assert unknown_schools(["xyzzy"], known).endswith("`assistant status` names the 22 schools there are.")
