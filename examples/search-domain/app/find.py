"""Looks for words in the index of the products, as the role that the domain knows."""

import json
import os

import boto3
import urllib3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

sts, http = boto3.client("sts"), urllib3.PoolManager()


def handle(event, context):
    role = sts.assume_role(RoleArn=os.environ["PRODUCTS_ROLE"], RoleSessionName="find")
    given = role["Credentials"]
    keys = (given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
    query = {"query": {"match": {"name": event["words"]}}}
    request = AWSRequest(
        "POST",
        f"{os.environ['PRODUCTS_ENDPOINT']}/products/_search",
        {"Content-Type": "application/json"},
        json.dumps(query),
    )
    SigV4Auth(Credentials(*keys), "es", os.environ["AWS_REGION"]).add_auth(request)
    answer = http.request("POST", request.url, body=request.body, headers=dict(request.headers))
    return json.loads(answer.data)
