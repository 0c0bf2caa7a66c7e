"""Who is let in: this machine alone, or whoever brings the token or comes through the reverse proxy."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from assistant.errors import UsageError
from assistant.web.guard import COOKIE, HEADERS, Protection, admitting, protection
from tests.test_cli import run

TOKEN = "f00f00f00f00f00f00f0"


async def hello(request):
    return web.Response(text="hello")


async def asked(guarded, path="/policies", **how):
    app = web.Application(middlewares=[admitting(guarded)])
    app.add_routes([web.get("/", hello), web.get("/policies", hello), web.get("/health", hello)])
    async with TestClient(TestServer(app)) as client:
        return await client.get(path, allow_redirects=False, **how)


@pytest.mark.parametrize(("host", "status"), [(None, 200), ("localhost", 200), ("[::1]", 200), ("evil.example", 403)])
async def test_without_protection_only_this_machine_s_own_names_are_answered(host, status):
    response = await asked(Protection(), headers={"Host": host} if host else {})
    assert response.status == status


async def test_pages_from_elsewhere_are_refused():
    assert (await asked(Protection(), headers={"Origin": "https://evil.example"})).status == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": f"Bearer {TOKEN}"}, 200),
        ({"Cookie": f"{COOKIE}={TOKEN}"}, 200),
        ({"Authorization": "Bearer ünïcode"}, 401),
    ],
)
async def test_token_is_demanded(headers, status):
    assert (await asked(Protection(token=TOKEN), headers=headers)).status == status


async def test_browser_s_token_goes_from_the_address_into_a_cookie():
    response = await asked(Protection(token=TOKEN), f"/?token={TOKEN}")
    assert (response.status, response.headers["Location"]) == (303, "/")
    cookie = response.cookies[COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Strict"
    assert (await asked(Protection(token=TOKEN), f"/policies?token={TOKEN}")).status == 401
    assert (await asked(Protection(token=TOKEN), "/?token=guess")).status == 401


async def test_reverse_proxy_s_header_is_demanded():
    guarded = Protection(proxy_header="X-Remote-User")
    assert (await asked(guarded)).status == 401
    assert (await asked(guarded, headers={"X-Remote-User": "pat"})).status == 200


@pytest.mark.parametrize("path", ["/health", "/policies", "/nowhere"])
async def test_strict_headers_stand_on_everything(path):
    response = await asked(Protection(token=TOKEN), path)
    assert {name: response.headers[name] for name in HEADERS} == HEADERS
    assert response.status == (200 if path == "/health" else 401)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "school.example"])
def test_address_that_others_can_reach_is_refused_without_protection(host, sample):
    with pytest.raises(UsageError, match="--token-file"):
        protection(host, None, "")
    status, _, err = run("assistant", "serve", "--host", host, "--workspace", sample.root)
    assert status == 2 and "can be reached by others" in err


@pytest.mark.parametrize("token", ["", "short", "with a space in between it", "ünïcode-ünïcode-ünïcode"])
def test_token_that_is_easily_guessed_or_cannot_be_sent_is_refused(tmp_path, token):
    path = tmp_path / "token"
    path.write_text(token)
    with pytest.raises(UsageError, match="at least 16"):
        protection("0.0.0.0", path, "")
    with pytest.raises(UsageError, match="cannot be read"):
        protection("0.0.0.0", tmp_path / "none", "")


def test_token_file_opens_an_address_to_others(tmp_path):
    path = tmp_path / "token"
    path.write_text(f"{TOKEN}\n")
    assert protection("0.0.0.0", path, "").token == TOKEN
