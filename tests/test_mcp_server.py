"""The tools for other assistants, asked by the protocol's own client over standard input and output."""

import json
import os
import sys
from contextlib import asynccontextmanager

from mcp import Client, StdioServerParameters

from tests.test_cli import run

BIN = os.path.dirname(sys.executable)


@asynccontextmanager
async def opened(sample):
    server = StdioServerParameters(command=f"{BIN}/assistant", args=["mcp", "--workspace", str(sample.root)])
    async with Client(server) as client:
        yield client


def told(result):
    if result.structured_content is not None:
        found = result.structured_content
        return found.get("result", found)
    return json.loads(result.content[0].text)


async def test_tools_say_to_quote_verbatim(sample):
    async with opened(sample) as client:
        tools = {tool.name: tool.description for tool in (await client.list_tools()).tools}
        assert set(tools) == {"ask", "search_clauses", "read_policy", "list_policies"}
        assert all("verbatim" in tools[name] for name in ("ask", "search_clauses", "read_policy"))


async def test_answer_is_the_command_s(sample):
    async with opened(sample) as client:
        answer = told(
            await client.call_tool("ask", {"question": "can I friend a parent?", "school": "merrowdale-primary"})
        )
        _, out, _ = run(
            "ask", "--json", "--workspace", sample.root, "--scope", "merrowdale-primary", "can I friend a parent?"
        )
        assert {**answer, "elapsed_ms": 0} == {**json.loads(out), "elapsed_ms": 0}


async def test_policies_are_listed_searched_and_read(sample):
    async with opened(sample) as client:
        listed = told(await client.call_tool("list_policies", {}))
        assert {each["policy"] for each in listed} >= {"merrowdale-primary/social-media"}
        found = told(await client.call_tool("search_clauses", {"words": "wearing jeans", "count": 3}))
        assert len(found) == 3 and any("Denim" in clause["text"] or "Jeans" in clause["text"] for clause in found)
        read = told(await client.call_tool("read_policy", {"policy": "merrowdale-primary/social-media"}))
        assert any(clause["number"] == "2.1" for clause in read["clauses"])


async def test_unknown_school_is_an_error_that_names_the_known_ones(sample):
    async with opened(sample) as client:
        result = await client.call_tool("ask", {"question": "can I vape?", "school": "hogwarts"})
        assert result.is_error and "The schools are: Merrowdale Primary" in result.content[0].text
