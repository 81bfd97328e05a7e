"""Stores who is whose friend, and suggests friends of friends; requests are signed by the role."""

import json
import os

import boto3

graph = boto3.client("neptunedata", endpoint_url=os.environ["FRIENDS"])

BEFRIEND = """
MERGE (one:Person {id: $person})
MERGE (other:Person {id: $friend})
MERGE (one)-[:FRIEND]->(other)
"""
SUGGEST = """
MATCH (:Person {id: $person})-[:FRIEND*2..3]-(other:Person)
WHERE other.id <> $person
RETURN other.id AS id, count(*) AS ways ORDER BY ways DESC LIMIT 10
"""


def befriend(event, context):
    asked(BEFRIEND, event)
    return {"statusCode": 204}


def suggest(event, context):
    return {"statusCode": 200, "body": json.dumps(asked(SUGGEST, event))}


def asked(query, event):
    # Values are parameters of the query, never a part of its text.
    values = json.dumps(event["pathParameters"])
    return graph.execute_open_cypher_query(openCypherQuery=query, parameters=values)["results"]
