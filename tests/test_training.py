"""What the search models are trained on, and what never."""

import random

import numpy as np
import pytest
import torch

from training.data import HELD_OUT, TrainingClause, TrainingPolicy, load_policies, split_off
from training.descent import Descent
from training.misspelling import misspell
from training.second_stage import PairReader, items, negatives


@pytest.fixture
def policy():
    clauses = [TrainingClause("p", "", "Keys", None, f"Rule {n}.", [f"{n}a?", f"{n}b?"]) for n in range(6)]
    return TrainingPolicy("p", clauses, ["nobody answers this?"])


def test_held_out_policies_are_there_and_none_of_them_is_trained_on():
    train, held_out = split_off(load_policies())
    assert {policy.name for policy in held_out} == HELD_OUT
    words = {clause.text for policy in train for clause in policy.clauses}
    assert len(train) > 200 and not words & {clause.text for policy in held_out for clause in policy.clauses}


def test_every_question_has_its_clause_and_its_row(policy):
    found = items([policy])
    assert [(question, gold) for _, question, gold, _ in found[:3]] == [("0a?", 0), ("0b?", 0), ("1a?", 1)]
    assert found[-1][1:] == ("nobody answers this?", None, 12)


def test_negatives_are_other_clauses_and_the_nearest_come_most():
    likeness, rng = np.array([0.1, 0.9, 0.8, 0.2, 0.7, 0.3]), random.Random(1)
    drawn = [negatives(likeness, 1, rng) for _ in range(200)]
    assert all(1 not in each and len(set(each)) == len(each) == 4 for each in drawn)
    counts = [sum(place in each for each in drawn) for place in range(6)]
    assert counts[2] > counts[5] > 0 and counts[4] > counts[0]


def test_descent_finds_the_bottom_and_ends_at_rest():
    place = torch.nn.Parameter(torch.tensor(3.0))
    descent = Descent([{"params": [place], "lr": 0.2}], 60)
    for _ in range(60):
        descent.step((place - 1) ** 2)
    assert place.item() == pytest.approx(1, abs=0.1)
    rested = place.item()
    descent.step((place - 9) ** 2)
    assert place.item() == pytest.approx(rested)


def test_misspelling_keeps_the_number_of_words_and_is_the_same_for_a_seed():
    question = "Should I tell the headteacher about a message from a parent?"
    assert misspell(question, random.Random(1), 0) == question
    heavy = misspell(question, random.Random(1), 0.9)
    assert heavy == misspell(question, random.Random(1), 0.9) != question
    assert len(heavy.split()) == len(question.split())


def test_misspelling_is_what_hands_were_seen_to_type():
    typed = {misspell("definitely", random.Random(seed), 1) for seed in range(60)}
    assert "definately" in typed and "definitely" not in typed


def test_score_of_a_pair_does_not_depend_on_the_order_it_is_read_in():
    from assistant.encoder.export import load, packaged_minilm

    reader = PairReader(load(str(packaged_minilm()))).eval()
    questions = ["who locks up?", "may I keep a gift from a parent of my class?"]
    passages = ["Keys. The caretaker locks up.", "Gifts. Staff may keep small gifts."]
    one, other = reader.read(questions, passages), reader.read(questions[::-1], passages[::-1])
    assert one.allclose(other.flip(0), atol=1e-4) and len(one) == 2
