"""Every command, by what it is for, and the folder of its module, which has ``run``."""

from __future__ import annotations

SECTIONS = {
    "Deploy": {
        "up": "deploy a stage, on this machine with a first order or on AWS with your own Pulumi",
        "down": "end a stage; nothing is left of it",
        "refresh": "compare the states of a stage's stacks with what there is, and correct them",
        "preview": "plan a stage with the policy pack, and what it would cost",
        "bootstrap": "make what an AWS account lacks: state bucket, keys, roles of its pipelines",
        "stage": "make, list and remove stages that come and go, with an owner and an expiry",
        "drift": "name what was deleted or changed on the emulator since the stage was deployed",
        "graph": "draw the services with stores, events, queues and calls: SVG, Mermaid, DOT, JSON",
        "permissions": "hold what the functions of a local stage call against what they may call",
        "cost": "what a stage costs in a month, at three volumes, or since another revision",
        "policies": "every policy rule on a stage: what it judges and finds, and what is exempt",
    },
    "Use": {
        "status": "show a stage by service: stacks, last deployment, alarms, messages that wait",
        "console": "show a stage at work in the browser: events, orders, queues, alarms, logs",
        "outputs": "print the URLs and names of a deployed stage",
        "url": "print the URL of a service's API, for a shell: $(platform url orders)",
        "site": "print the address of the shop's page; on a local stage the emulator serves it",
        "api": "list the routes of the services: who may call each, an example body, a request",
        "token": "sign a user in and print the token for the Authorization header of the APIs",
        "aws": "call AWS on a local stage as the AWS CLI does: platform aws sqs list-queues",
        "invoke": "invoke a function of a stage with an event, and print its answer and log",
        "replay": "place the purchases of the CDNOW data set as orders and compare the totals",
        "lake": "load the CDNOW purchase history into the data lake, compare what Athena answers",
    },
    "Repair": {
        "logs": "print the log of a service, of one order or request; --follow as it grows",
        "trace": "follow one order, or any correlation id, through functions, queues and workflows",
        "unlock": "remove the locks that interrupted runs of the engine have left",
        "dead-letters": "list the dead-letter queues that hold messages: since when, which errors",
        "redrive": "have the messages of a dead-letter queue processed again, after a fix",
        "backfill": "replay archived events of a period to one consumer",
    },
    "Develop": {
        "advise": "say which architecture fits, by five questions, with a program to begin with",
        "tune": "find the memory size of a function: time and cost at several, with a plot",
        "migrate": "plan the way from a monolith in stages, by an inventory of its modules",
        "example": "deploy an example to the local stage and print what to try, or list them all",
        "watch": "have saved handlers live on the local stage within a second, without the engine",
        "event-sample": "print an event as a source sends it: a route, a queue, a stream, a bucket",
        "new": "write a new service: card, infrastructure, handlers, contracts, tests, pages",
        "check": "say what is missing for a service: card, contracts, tests, pages, ledger",
        "doctor": "say what a stage needs of this machine and its account, and what is missing",
        "setup": "find or build the Pulumi engine and lay everything out in .local",
        "env": 'print variables for plain pulumi: eval "$(platform env)"',
        "emulator": "start or stop the emulator of a local stage by hand",
        "completion": "print what has bash, zsh or fish complete the words of this command",
    },
}
COMMANDS = {name: about for section in SECTIONS.values() for name, about in section.items()}

FOLDERS = {
    "api": ("api",),
    "bootstrap": ("bootstrap",),
    "console": ("console",),
    "deploy": (
        *("up", "down", "preview", "drift", "refresh", "stage", "outputs", "unlock", "example"),
    ),
    "develop": ("advise", "check", "cost", "migrate", "new", "policies"),
    "events": ("event-sample", "invoke"),
    "graph": ("graph",),
    "observe": ("logs", "permissions", "status", "trace"),
    "purchases": ("lake", "replay"),
    "repair": ("backfill", "dead-letters", "redrive"),
    "shop": ("site", "token", "url"),
    "stage": ("aws", "doctor", "emulator", "env", "setup"),
    "terminal": ("completion",),
    "tune": ("tune",),
    "watch": ("watch",),
}


def module(name: str) -> str:
    """The module of a command."""
    folder = next(folder for folder, names in FOLDERS.items() if name in names)
    return f"cli.{folder}.{name.replace('-', '_')}"
