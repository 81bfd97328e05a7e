"""Notes: a row for each; the connection is kept between invocations."""

import json
import os
from urllib.parse import urlsplit

import boto3
import psycopg
from botocore.httpsession import get_cert_path

URL = os.environ["NOTES_DATABASE"]
kept = None


def connect():
    at = urlsplit(URL)
    token = boto3.client("rds").generate_db_auth_token(at.hostname, at.port, at.username)
    made = psycopg.connect(
        URL,
        password=token,
        sslrootcert=get_cert_path(True),
        autocommit=True,
        prepare_threshold=None,
    )
    made.execute("CREATE TABLE IF NOT EXISTS notes (id bigserial PRIMARY KEY, text text NOT NULL)")
    return made


def handle(event, context):
    global kept
    if kept is None or kept.closed:
        kept = connect()
    text = json.loads(event["body"])["text"]
    statement = "INSERT INTO notes (text) VALUES (%s) RETURNING id"
    (number,) = kept.execute(statement, (text,)).fetchone()
    return {"statusCode": 201, "body": json.dumps({"id": number})}
