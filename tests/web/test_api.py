"""The HTTP answers: the schema-1 object, faults of the asker as 400 with our words, never a 500."""

import json
import shutil
import subprocess
import urllib.request
from urllib.parse import quote

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from assistant.library import Assistant
from assistant.web.api import MOST_BYTES, Api
from tests.conftest import write_policy
from tests.web.serving import BIN, served


@pytest.fixture
async def client(sample):
    app = web.Application(client_max_size=MOST_BYTES)
    app.add_routes(Api(Assistant.open(sample.root)).routes())
    async with TestClient(TestServer(app)) as made:
        yield made


async def test_question_is_answered_as_the_library_does(client, sample):
    response = await client.post("/ask", json={"question": "can I vape on site?", "scope": ["merrowdale-primary"]})
    ours = Assistant.open(sample.root).ask_json("can I vape on site?", ["merrowdale-primary"])
    told = await response.json()
    assert response.status == 200 and told.pop("elapsed_ms") and ours.pop("elapsed_ms") and told == ours


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "question"),
        ([], "question"),
        ({"question": 3}, "question"),
        ({"question": "?"}, "type a question"),
        ({"question": "can I vape?", "limit": 0}, "limit"),
        ({"question": "can I vape?", "limit": True}, "limit"),
        ({"question": "can I vape?", "scope": "x"}, "scope"),
        ({"question": "can I vape?", "scope": ["hogwarts"]}, "no school called “hogwarts”"),
        ({"question": "can I vape?", "histroy": []}, "histroy"),
    ],
)
async def test_unusable_question_is_refused_in_words(client, body, message):
    response = await client.post("/ask", json=body)
    assert response.status == 400 and message in (await response.json())["error"]["message"]


async def test_what_is_no_json_or_too_long_is_refused(client):
    assert (await client.post("/ask", data=b"{", headers={"Content-Type": "application/json"})).status == 400
    assert (await client.post("/ask", data=b"question=x")).status == 415
    long = {"question": "x" * (MOST_BYTES + 1)}
    assert (await client.post("/ask", json=long)).status == 413


async def test_policies_clauses_and_health_are_told(client):
    policies = (await (await client.get("/policies")).json())["policies"]
    assert len(policies) == 9 and {"policy", "school", "title", "review_due"} <= set(policies[0])
    answer = await (await client.post("/ask", json={"question": "can I vape on site?"})).json()
    quoted = answer["answers"][0]["quotes"][0]
    clause = await (await client.get(f"/clauses/{quote(quoted['clause'], safe='')}")).json()
    assert (clause["text"], clause["force"]) == (quoted["text"], quoted["force"])
    assert (await client.get("/clauses/no%2Fsuch%231")).status == 404
    assert (await (await client.get("/health")).json())["generation"] == answer["generation"]


async def test_damaged_index_is_told_and_answers_nothing(sample, tmp_path):
    shutil.copytree(sample.root, tmp_path / "copy")
    app = web.Application()
    app.add_routes(Api(Assistant.open(tmp_path / "copy")).routes())
    (tmp_path / "copy" / "index" / "current").write_text("../elsewhere")
    async with TestClient(TestServer(app)) as client:
        response = await client.get("/health")
        assert response.status == 503 and "index --full" in (await response.json())["error"]["message"]


def test_fuzzed_by_its_own_description_it_never_fails(sample, tmp_path):
    with served(sample) as address:
        done = subprocess.run(
            [
                f"{BIN}/schemathesis", "run", f"{address}/openapi.json", "--url", address, "-n", "15", "--seed", "1",
                # Whether a valid question has a word in it, or a school policies, no schema can tell.
                "--exclude-checks", "positive_data_acceptance", "--generation-database", "none", "--no-color",
            ],
            cwd=tmp_path, capture_output=True, text=True,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]


def test_server_reads_the_policies_first_where_nobody_has(workspace):
    write_policy(workspace, "hill", "conduct", ["Staff must not smoke on site."])
    with served(workspace) as address, urllib.request.urlopen(f"{address}/policies") as response:
        assert [each["policy"] for each in json.load(response)["policies"]] == ["hill/conduct"]
