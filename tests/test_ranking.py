import json
from dataclasses import fields, replace

import pytest

from assistant.ranking import WEIGHTS, Evidence, probability, score
from training.calibrate import platt

BASE = Evidence(cosine=0.5, whole=0.5, gap=-0.1, lexical=0.5, coverage=0.5, rule=0.0)


@pytest.mark.parametrize("name", ["cosine", "whole", "gap", "lexical", "coverage", "rule", "cross"])
def test_more_of_any_evidence_is_more_likely(name):
    more = replace(BASE, **{name: getattr(BASE, name) + 0.1})
    assert score(more) > score(BASE) and 0 < probability(BASE) < probability(more) < 1


def test_shipped_weights_weigh_all_evidence():
    assert set(json.loads(WEIGHTS.read_text())["weights"]) == {field.name for field in fields(Evidence)}


def test_calibration_recovers_how_often_a_score_is_right():
    scores = [at / 10 for at in range(100)] * 4
    right = [(at * 37 % 100) < 10 * score for at, score in enumerate(scores)]
    scale, bias = platt(scores, right)
    assert scale > 0
    assert -bias / scale == pytest.approx(5.0, abs=0.7)
