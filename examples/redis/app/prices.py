"""Prices: from the cache, or from the table where the cache has none or does not answer."""

import os
from urllib.parse import parse_qs, urlsplit

import boto3
import redis
from botocore.model import ServiceId
from botocore.signers import RequestSigner

AT = urlsplit(os.environ["PRICES_CACHE"])
table = boto3.resource("dynamodb").Table(os.environ["PRICES_TABLE"])


class Token(redis.CredentialProvider):
    """A signed request to connect, in place of a password."""

    def get_credentials(self):
        aws, name = boto3.Session(), parse_qs(AT.query)["cache"][0]
        keys = aws.get_credentials()
        signer = RequestSigner(
            ServiceId("elasticache"), aws.region_name, "elasticache", "v4", keys, aws.events
        )
        url = f"http://{name}/?Action=connect&User={AT.username}&ResourceType=ServerlessCache"
        asked = {"method": "GET", "url": url, "body": {}, "headers": {}, "context": {}}
        return AT.username, signer.generate_presigned_url(asked, "", 900).partition("://")[2]


cache = redis.Redis(AT.hostname, AT.port, ssl=True, credential_provider=Token(), socket_timeout=1)


def handle(event, context):
    item = event["pathParameters"]["itemId"]
    try:
        if (price := cache.get(item)) is None:
            price = str(table.get_item(Key={"itemId": item})["Item"]["price"])
            cache.set(item, price, ex=60)
    except redis.RedisError:
        price = str(table.get_item(Key={"itemId": item})["Item"]["price"])
    return {"statusCode": 200, "body": price}
