"""The runtime that Python functions have on the emulator, run as a process of its own."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from local.provider.resource_types.archive import zipped
from local.runtime.lambda_environment import VARIABLE, forget_hidden

ROOT = Path(__file__).parents[2]


class Lambda:
    """The other side of the runtime API: hands out events and collects what became of them."""

    def __init__(self):
        self.events, self.outcomes = queue.Queue(), queue.Queue()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def address(self):
        return f"127.0.0.1:{self.server.server_address[1]}"

    def ask(self, event, **headers):
        self.events.put((event, headers))
        path, body = self.outcomes.get(timeout=10)
        assert path.startswith("/2018-06-01/runtime/invocation/request-1/")
        return path.rpartition("/")[2], json.loads(body)

    def close(self):
        self.events.put(None)
        self.server.shutdown()
        self.server.server_close()

    def _handler(self):
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args):
                """The tests' output is theirs."""

            def do_GET(self):
                asked = outer.events.get()
                event, headers = asked or (None, {})
                body = json.dumps(event).encode()
                self.send_response(200 if asked else 500)
                self.send_header("Lambda-Runtime-Aws-Request-Id", "request-1")
                self.send_header("Lambda-Runtime-Invoked-Function-Arn", "arn:function")
                self.send_header("Lambda-Runtime-Deadline-Ms", "99999999999999")
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.outcomes.put((self.path, body))
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()

        return Handler


@pytest.fixture
def start(tmp_path):
    """Starts the runtime on one module's code and returns its Lambda and its process."""
    started = []

    def begin(code, handler="app.main.handle", **environment):
        module = tmp_path / "task" / "app" / "main.py"
        module.parent.mkdir(parents=True)
        module.write_text(code)
        service = Lambda()
        process = subprocess.Popen(
            [sys.executable, "-m", "local.runtime.bootstrap"],
            cwd=module.parents[1],
            env={
                "PYTHONPATH": str(ROOT),
                "TMPDIR": str(tmp_path),
                "AWS_LAMBDA_RUNTIME_API": service.address,
                "AWS_LAMBDA_FUNCTION_NAME": "orders",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
                "AWS_LAMBDA_LOG_STREAM_NAME": "stream",
                "_HANDLER": handler,
                **environment,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append((service, process))
        return service, process

    yield begin
    for service, process in started:
        service.close()
        process.kill()
        process.communicate()


def test_an_answer_and_the_context_that_it_was_made_in(start):
    code = (
        "def handle(event, context):\n"
        "    return {'event': event, 'context': [context.function_name, context.aws_request_id,\n"
        "        context.invoked_function_arn, context.memory_limit_in_mb,\n"
        "        context.log_group_name, context.log_stream_name],\n"
        "        'time': context.get_remaining_time_in_millis() > 1000}\n"
    )
    service, _ = start(code)
    assert service.ask({"ä": 1}) == (
        "response",
        {
            "event": {"ä": 1},
            "context": [
                "orders",
                "request-1",
                "arn:function",
                "256",
                "/aws/lambda/orders",
                "stream",
            ],
            "time": True,
        },
    )


def test_a_handler_may_be_named_by_its_path(start):
    service, _ = start("def handle(event, context): return 1\n", handler="app/main.handle")
    assert service.ask(None) == ("response", 1)


RAISING = (
    "class OutOfStock(Exception): pass\n"
    "count = 0\n"
    "def handle(event, context):\n"
    "    global count\n"
    "    count += 1\n"
    "    if event: raise OutOfStock('none left')\n"
    "    return count\n"
)


def test_an_error_keeps_its_name_and_the_process_lives_on(start):
    service, _ = start(RAISING)
    assert service.ask(None) == ("response", 1)
    how, report = service.ask("fail")
    assert how == "error"
    assert (report["errorType"], report["errorMessage"]) == ("OutOfStock", "none left")
    assert [frame.split(", in ")[0].split("/")[-1] for frame in report["stackTrace"]] == [
        'main.py", line 6'
    ]
    assert service.ask(None) == ("response", 3)


def test_every_invocation_ends_its_log_with_an_empty_line(start):
    service, process = start("def handle(event, context):\n    if event: print(event, end='')\n")
    service.ask("said")
    service.ask(None)
    service.events.put(None)
    assert process.communicate(timeout=10)[0] == "said\n\n"


def test_the_trace_is_that_of_the_invocation(start):
    code = "import os\ndef handle(event, context): return os.environ.get('_X_AMZN_TRACE_ID')\n"
    service, _ = start(code)
    assert service.ask(None, Lambda_Runtime_Trace_Id="Root=1") == ("response", "Root=1")
    assert service.ask(None) == ("response", None)


def test_numbers_of_dynamodb_are_numbers(start):
    code = "from decimal import Decimal as D\ndef handle(event, context): return [D(1), D('1.5')]\n"
    service, _ = start(code)
    assert service.ask(None) == ("response", [1, 1.5])


@pytest.mark.parametrize(
    ("code", "handler", "kind"),
    [
        ("import nowhere\n", "app.main.handle", "Runtime.ImportModuleError"),
        ("def handle(:\n", "app.main.handle", "Runtime.UserCodeSyntaxError"),
        ("other = 1\n", "app.main.handle", "Runtime.HandlerNotFound"),
        ("handle = 1\n", "handle", "Runtime.MalformedHandlerName"),
        ("1 / 0\n", "app.main.handle", "ZeroDivisionError"),
    ],
)
def test_a_function_that_cannot_start_says_why_and_ends(start, code, handler, kind):
    service, process = start(code, handler=handler)
    assert service.ask(None)[1]["errorType"] == kind
    assert process.wait(10) == 1


def test_an_answer_that_is_no_json_is_an_error(start):
    service, _ = start("def handle(event, context): return {1, 2}\n")
    assert service.ask(None)[1]["errorType"] == "Runtime.MarshalError"


def test_the_function_finds_aws_and_its_layers_where_the_provider_put_them(start, tmp_path):
    layer = tmp_path / "layer.zip"
    layer.write_bytes(zipped({"python/words.py": b"WORD = 'from a layer'\n"}))
    assert zipfile.is_zipfile(layer)
    settings = {
        "environment": {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"},
        "layers": [{"digest": "abc", "url": layer.as_uri()}],
    }
    code = (
        "import os, time, words\n"
        "def handle(event, context):\n"
        f"    return [words.WORD, os.environ['AWS_ENDPOINT_URL'], '{VARIABLE}' in os.environ,\n"
        "        time.tzname[0]]\n"
    )
    service, _ = start(code, **{VARIABLE: json.dumps(settings)}, TZ="Asia/Tokyo")
    assert service.ask(None) == ("response", ["from a layer", "http://127.0.0.1:1", False, "UTC"])
    assert (tmp_path / "platform-layer-abc" / "python" / "words.py").is_file()


def test_a_library_that_a_function_brings_hides_the_one_that_its_process_has_imported(
    monkeypatch, tmp_path
):
    for name in ("mine", "mine/site-packages", "layer"):
        (tmp_path / name).mkdir()
    loaded = {
        "brought": tmp_path / "mine/site-packages/brought/__init__.py",
        "brought.part": tmp_path / "mine/site-packages/brought/part.py",
        "broughtly": tmp_path / "mine/site-packages/broughtly.py",
        "own": tmp_path / "layer/own.py",
        "json": json.__file__,
    }
    for name, file in loaded.items():
        monkeypatch.setitem(sys.modules, name, SimpleNamespace(__file__=str(file)))
    for brought in ("brought", "own.py", "json"):
        (tmp_path / "layer" / brought).touch()
    forget_hidden(str(tmp_path / "layer"))
    assert set(loaded) - set(sys.modules) == {"brought", "brought.part"}
    forget_hidden(str(tmp_path / "none"))
