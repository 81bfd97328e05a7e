"""Object batch: what a job of S3 Batch Operations needs to invoke a function for many objects."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.access import Access, policy, statements
from components.compute.function import Function, FunctionArgs
from components.defaults import Defaults
from components.grants import named
from components.objects.bucket import Bucket, BucketArgs
from components.references import AnyBucket, AnyFunction, BucketRef, FunctionRef
from components.roles import role_for

BATCH = "batchoperations.s3.amazonaws.com"

# Where the lists of objects and the reports of jobs are, in their bucket.
MANIFESTS, REPORTS = "manifests/", "reports/"
KEPT_DAYS = 90


@dataclass(frozen=True, kw_only=True)
class ObjectBatchArgs:
    """Which function works on the objects, and where lists and reports are."""

    function: FunctionArgs | AnyFunction
    """The function that a job invokes for each object: args of one to make, or an existing one. It
    may need grants on the objects, and answers as S3 asks:
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html"""

    account: pulumi.Input[str]
    """The number of the account whose jobs may use the role."""

    records: AnyBucket | None = None
    """An existing bucket for manifests and reports; if not given, one is made that deletes them
    after 90 days."""

    defaults: Defaults = Defaults()
    """The stage defaults of the bucket and the role: tags, and ``keep_data``. A function's are its
    own."""

    def __post_init__(self) -> None:
        if not isinstance(self.function, FunctionArgs):
            FunctionRef.of(self.function)
        if self.records is not None:
            BucketRef.of(self.records)


class ObjectBatch(pulumi.ComponentResource):
    """A function, a role for jobs of S3 Batch Operations that may invoke it, and a bucket for their
    manifests and reports. A job is no resource: a program with the grants of
    ``create_jobs`` makes it, as that of ``examples/object-batch`` does.

    The emulator has no S3 Batch Operations; the function is invoked there by hand.
    """

    function: Function | None = None
    records: Bucket | None = None
    role: aws.iam.Role
    role_policy: aws.iam.RolePolicy

    def __init__(
        self, name: str, args: ObjectBatchArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:objects:ObjectBatch", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        works = args.function
        if isinstance(works, FunctionArgs):
            works = self.function = Function(name, works, child)
        kept = args.records
        if kept is None:
            days = BucketArgs(expiration_days=KEPT_DAYS, defaults=args.defaults)
            kept = self.records = Bucket(f"{name}-records", days, child)
        self._function, self._records = FunctionRef.of(works), BucketRef.of(kept)

        trust = {
            "Effect": "Allow",
            "Principal": {"Service": BATCH},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:SourceAccount": args.account}},
        }
        self.role = role_for(f"{name}-jobs-role", policy(trust), args.defaults, child)
        uses = (
            self._function.invoke(),
            self._records.read(prefix=MANIFESTS),
            self._records.write(prefix=REPORTS),
        )
        self.role_policy = aws.iam.RolePolicy(
            f"{name}-jobs-permissions",
            role=self.role.id,
            policy=policy(*statements(*uses)),
            opts=child,
        )
        self.register_outputs({"roleArn": self.role.arn})

    def create_jobs(self, prefix: str = "BATCH") -> tuple[Access, ...]:
        """Let a function write manifests and create jobs that invoke the function, and no other
        kind of job; the variables are ``<prefix>_ROLE``, ``_FUNCTION`` and ``_RECORDS``.
        """
        invoke = {"StringEquals": {"s3:RequestJobOperation": "LambdaInvoke"}}
        passed = {"StringEquals": {"iam:PassedToService": BATCH}}
        return (
            self._records.write(f"{prefix}_RECORDS", prefix=MANIFESTS),
            Access(
                actions=("s3:CreateJob",),
                resources=("*",),
                condition=invoke,
                environment=named(f"{prefix}_FUNCTION", self._function.arn),
            ),
            Access(
                actions=("iam:PassRole",),
                resources=(self.role.arn,),
                condition=passed,
                environment=named(f"{prefix}_ROLE", self.role.arn),
            ),
        )
