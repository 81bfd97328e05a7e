"""Redis: a shared cache on ElastiCache for one service, which its functions can do without."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.limits import within
from components.network.reference import HasSubnets
from components.network.store_groups import store_groups
from components.observability import store_alarms
from components.stores.redis_grants import PORT, RedisGrants

# https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/quota-limits.html
MAXIMUM_GB = (1, 5_000)
# A unit is a kilobyte in or out: https://aws.amazon.com/elasticache/pricing/
MAXIMUM_UNITS = (1_000, 15_000_000)
SNAPSHOT_DAYS = (0, 35)

# What functions may do: values, and no command that empties the cache or shows others' connections.
COMMANDS = "on ~* +@all -@admin -@dangerous"

# https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUser.html
USER = re.compile("[a-z][a-z0-9-]{0,38}[a-z0-9]")


@dataclass(frozen=True, kw_only=True)
class RedisArgs:
    """Where a cache is, and how much it may hold and do.

    Raises ``ValueError`` for a user, a size or a number of commands that ElastiCache does not take.
    """

    network: HasSubnets
    """A ``Network``, or a ``NetworkRef`` of an existing one: the cache is in its isolated subnets,
    the functions in its private ones."""

    user: str
    """The user that functions connect as, as ``catalog-dev``; unique in an account and Region, 2 to
    40 lower-case letters, digits and hyphens."""

    maximum_gb: int = 1
    """How many GB it may hold, 1 to 5,000; at the limit it evicts what was not used for longest.
    Billed is what it holds, 100 MB at least, which costs about 6 dollars a month."""

    maximum_units: int = 5_000
    """How many processing units a second it may use, 1,000 to 15,000,000: a unit is a kilobyte that
    is read or written. More are throttled."""

    snapshot_days: int = 0
    """For how many days a nightly snapshot is kept, 0 to 35; none by default, since all that is in
    a cache is elsewhere, too."""

    key: pulumi.Input[str] | None = None
    """A KMS key of the account by ARN; AWS's own if not given."""

    always_on: str = "a cache is billed by the hour"
    """Why the stage pays for it around the clock: the value of the tag ``always-on``."""

    defaults: Defaults = Defaults()
    """Stage defaults: alarms and tags."""

    def __post_init__(self) -> None:
        if not USER.fullmatch(self.user) or "--" in self.user:
            raise ValueError(
                "user must begin with a to z and have 2 to 40 of a to z, 0 to 9 and single "
                f"hyphens, got {self.user!r}"
            )
        within("maximum_gb", self.maximum_gb, MAXIMUM_GB, "GB")
        within("maximum_units", self.maximum_units, MAXIMUM_UNITS, "units a second")
        within("snapshot_days", self.snapshot_days, SNAPSHOT_DAYS, "days")


class Redis(RedisGrants, pulumi.ComponentResource):
    """A serverless cache that speaks Redis's protocol (Valkey), in two zones or more, encrypted at
    rest and on the way. Functions connect as one user by IAM, without a password, and get
    ``network=cache.clients``.

    A cache that is gone makes answers slower, and no answer an error: ``runtime.redis`` counts
    ``CacheUnavailable`` then, for which a service has an alarm. Alarms here are on throttled
    commands, and on a cache that is nearly full.
    """

    endpoint: pulumi.Output[str]
    cache: aws.elasticache.ServerlessCache
    cache_user: aws.elasticache.User
    user_group: aws.elasticache.UserGroup
    store_group: aws.ec2.SecurityGroup
    client_group: aws.ec2.SecurityGroup
    alarms: list[aws.cloudwatch.MetricAlarm]

    def __init__(
        self, name: str, args: RedisArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:stores:Redis", name, None, opts)
        child, tags = pulumi.ResourceOptions(parent=self), args.defaults.tags

        groups = store_groups(name, args.network, PORT, tags, child)
        self.store_group, self.client_group = groups.store, groups.clients
        self.cache_user = aws.elasticache.User(
            f"{name}-user",
            user_id=args.user,
            user_name=args.user,
            engine="valkey",
            access_string=COMMANDS,
            authentication_mode={"type": "iam"},
            tags=tags,
            opts=child,
        )
        self.user_group = aws.elasticache.UserGroup(
            f"{name}-users",
            user_group_id=f"{args.user}-group",
            engine="valkey",
            user_ids=[self.cache_user.user_id],
            tags=tags,
            opts=child,
        )
        self.cache = aws.elasticache.ServerlessCache(
            f"{name}-cache",
            engine="valkey",
            major_engine_version="8",
            cache_usage_limits={
                "data_storage": {"maximum": args.maximum_gb, "unit": "GB"},
                "ecpu_per_seconds": [{"maximum": args.maximum_units}],
            },
            kms_key_id=args.key,
            snapshot_retention_limit=args.snapshot_days,
            subnet_ids=args.network.isolated_subnet_ids,
            security_group_ids=[self.store_group.id],
            user_group_id=self.user_group.user_group_id,
            tags={**tags, "always-on": args.always_on},
            opts=child,
        )
        self.alarms = store_alarms.redis(
            name, self.cache.name, args.maximum_gb, args.defaults, child
        )
        self.endpoint = self.cache.endpoints[0].address
        self.cache_name, self.cache_arn = self.cache.name, self.cache.arn
        self.user, self.user_arn, self.clients = args.user, self.cache_user.arn, groups.placement
        self.register_outputs({"endpoint": self.endpoint})
