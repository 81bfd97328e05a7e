from __future__ import annotations

import io
import json
import re

import boto3
import pytest
from botocore.response import StreamingBody
from botocore.stub import ANY, Stubber

from cli.stage import aws
from local.checkout import LocalError


def client(service):
    return boto3.client(service, region_name="eu-west-1")


def called(service, operation, words, sent, answer):
    """What a command prints of an answer to exactly these parameters."""
    made = client(service)
    with Stubber(made) as stub:
        stub.add_response(operation.replace("-", "_"), answer, sent)
        return aws.call(made, operation, words)


def test_an_operation_takes_text_and_json_by_the_types_of_its_parameters():
    words = ["--queue-url", "http://queue", "--message-body", "17", "--delay-seconds", "5"]
    sent = {"QueueUrl": "http://queue", "MessageBody": "17", "DelaySeconds": 5}
    answer = {"MessageId": "1"}
    assert called("sqs", "send-message", words, sent, answer) == answer


def test_bytes_are_text_as_the_option_of_the_aws_cli_says():
    words = ["--cli-binary-format", "raw-in-base64-out", "--topic", "t", "--payload", "{}"]
    assert called("iot-data", "publish", words, {"topic": "t", "payload": "{}"}, {}) == {}
    with pytest.raises(LocalError) as refused:
        aws.arguments("publish", {}, ["--cli-binary-format", "base64"])
    assert str(refused.value) == "--cli-binary-format must be raw-in-base64-out, got base64"


def test_every_page_of_an_answer_is_in_it():
    sqs = client("sqs")
    with Stubber(sqs) as stub:
        stub.add_response("list_queues", {"QueueUrls": ["a"], "NextToken": "more"}, {})
        stub.add_response("list_queues", {"QueueUrls": ["b"]}, {"NextToken": "more"})
        assert aws.call(sqs, "list-queues", [])["QueueUrls"] == ["a", "b"]


def test_the_body_of_an_object_is_a_file(tmp_path):
    (tmp_path / "a.txt").write_text("hello")
    words = ["--bucket", "b", "--key", "k", "--body", str(tmp_path / "a.txt")]
    sent = {"Bucket": "b", "Key": "k", "Body": b"hello"}
    assert called("s3", "put-object", words, sent, {"ETag": "1"}) == {"ETag": "1"}


def test_the_body_of_an_answer_goes_to_the_file_that_is_named_last(tmp_path):
    file = tmp_path / "answer.json"
    answer = {"StatusCode": 200, "Payload": StreamingBody(io.BytesIO(b'{"a": 1}'), 8)}
    words = ["--function-name", "f", "--payload", "{}", str(file)]
    sent = {"FunctionName": "f", "Payload": "{}"}
    assert called("lambda", "invoke", words, sent, answer) == {"StatusCode": 200}
    assert json.loads(file.read_text()) == {"a": 1}


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    answer = {"Body": StreamingBody(io.BytesIO(b"hello"), 5)}
    words = ["--bucket", "b", "--key", "k", str(tmp_path)]
    with pytest.raises(LocalError, match=rf"cannot write {tmp_path}: Is a directory"):
        called("s3", "get-object", words, {"Bucket": "b", "Key": "k"}, answer)


def test_a_copy_goes_to_an_object_and_back(tmp_path, capsys):
    there, back = tmp_path / "there.txt", tmp_path / "back.txt"
    there.write_text("hello")
    s3 = client("s3")
    with Stubber(s3) as stub:
        sent = {"Bucket": "b", "Key": "a/k", "Body": ANY, "ChecksumAlgorithm": ANY}
        stub.add_response("put_object", {}, sent)
        aws.copy(s3, *aws.places([str(there), "s3://b/a/k"]))
        body = StreamingBody(io.BytesIO(b"hello"), 5)
        stub.add_response("get_object", {"Body": body}, {"Bucket": "b", "Key": "a/k"})
        aws.copy(s3, *aws.places(["s3://b/a/k", str(back)]))
    assert back.read_text() == "hello"
    assert f"copied s3://b/a/k to {back}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["a"], "cp takes a file and s3://bucket/key, or the reverse"),
        (["s3://b/k", "s3://b/l"], "cp takes a file and s3://bucket/key, or the reverse"),
        (["s3://b/", "file"], "the object must be s3://bucket/key, got s3://b/"),
        (["none.txt", "s3://b/k"], "none.txt must be the path of a file"),
    ],
)
def test_a_copy_of_what_is_no_file_and_object_is_refused(words, said):
    with pytest.raises(LocalError, match=re.escape(said)):
        aws.places(words)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--queue", "q"], "send-message has no option --queue; it has --delay-seconds, "),
        (["--delay-seconds", "soon"], "--delay-seconds must be JSON (integer), got soon"),
        (["--message-body"], "--message-body must be followed by its value"),
    ],
)
def test_words_that_an_operation_does_not_take_are_refused(words, said):
    with pytest.raises(LocalError) as refused:
        aws.call(client("sqs"), "send-message", words)
    assert said in str(refused.value)


def test_an_operation_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(
        LocalError, match=r"there is no operation send-mail; there are .*send-message"
    ):
        aws.call(client("sqs"), "send-mail", [])


def test_a_file_that_does_not_exist_is_refused():
    with pytest.raises(LocalError, match=r"--body must be the path of a file, got none.txt"):
        aws.call(client("s3"), "put-object", ["--body", "none.txt"])


def test_bytes_and_streams_are_shown_as_text():
    body = StreamingBody(io.BytesIO(b"hello"), 5)
    assert json.dumps({"a": b"x", "b": body}, default=aws.shown) == '{"a": "x", "b": "hello"}'
