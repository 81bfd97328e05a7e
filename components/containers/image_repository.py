"""Image repository: where the images of a container are, and how one is built."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx

from components.containers.image import PLATFORMS, ContainerImage, check_architecture
from components.defaults import Defaults
from components.limits import within

KEPT = (1, 1000)


@dataclass(frozen=True, kw_only=True)
class ImageRepositoryArgs:
    """What is built, and how many images are kept.

    Raises ``ValueError`` for a number of images outside 1 to 1000, and for a Dockerfile without
    a context.
    """

    context: str | None = None
    """Folder that an image is built from at deployment, by Docker on the machine that deploys; if
    not given, images are pushed by others."""

    dockerfile: str | None = None
    """Path of the Dockerfile; ``Dockerfile`` in the context if not given."""

    architecture: str = "arm64"
    """What the image is built for: ``arm64`` or ``x86_64``."""

    kept: int = 10
    """How many images are kept, 1 to 1000; the oldest are deleted."""

    key: pulumi.Input[str] | None = None
    """A KMS key of the account by ARN; ECR's own encryption if not given."""

    defaults: Defaults = Defaults()
    """Stage defaults: tags, and ``keep_data``, without which images are deleted with the stack."""

    def __post_init__(self) -> None:
        within("kept", self.kept, KEPT)
        check_architecture(self.architecture)
        if self.dockerfile is not None and self.context is None:
            raise ValueError(f"dockerfile needs a context, got {self.dockerfile} alone")


class ImageRepository(pulumi.ComponentResource):
    """An encrypted, private ECR repository that scans each image when it is pushed.

    An image that is built here is deployed by its digest. One that others push has a tag, which
    can never mean another image.
    """

    url: pulumi.Output[str]
    arn: pulumi.Output[str]
    repository: awsx.ecr.Repository
    built: awsx.ecr.Image | None

    def __init__(
        self,
        name: str,
        args: ImageRepositoryArgs = ImageRepositoryArgs(),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("platform:containers:ImageRepository", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        defaults = args.defaults

        self.repository = awsx.ecr.Repository(
            name,
            encryption_configurations=[
                aws.ecr.RepositoryEncryptionConfigurationArgs(
                    encryption_type="AES256" if args.key is None else "KMS", kms_key=args.key
                )
            ],
            image_scanning_configuration=aws.ecr.RepositoryImageScanningConfigurationArgs(
                scan_on_push=True
            ),
            # AWSX gives what it builds a tag that follows from the folder, not from its content.
            image_tag_mutability="IMMUTABLE" if args.context is None else "MUTABLE",
            lifecycle_policy=awsx.ecr.LifecyclePolicyArgs(
                rules=[
                    awsx.ecr.LifecyclePolicyRuleArgs(
                        description=f"keep {args.kept}",
                        tag_status=awsx.ecr.LifecycleTagStatus.ANY,
                        maximum_number_of_images=args.kept,
                    )
                ]
            ),
            force_delete=not defaults.keep_data,
            tags=defaults.tags,
            opts=child,
        )
        self.url = self.repository.url
        self.arn = self.repository.repository.arn
        self.built = None if args.context is None else self._build(name, args)
        self.register_outputs({"url": self.url})

    def image(self, tag: str | None = None) -> ContainerImage:
        """The image with a tag, that others have pushed; without one the image that is built here.

        Raises ``ValueError`` where nothing is built.
        """
        if tag is not None:
            # Checked here: the address is known at deployment only.
            ContainerImage(uri=f"repository:{tag}")
            uri = pulumi.Output.concat(self.url, ":", tag)
        elif self.built is not None:
            uri = self.built.image_uri
        else:
            raise ValueError("tag must be given where no image is built from a context")
        return ContainerImage(uri=uri, repository=self.arn)

    def _build(self, name: str, args: ImageRepositoryArgs) -> awsx.ecr.Image:
        return awsx.ecr.Image(
            name,
            repository_url=self.url,
            context=args.context,
            dockerfile=args.dockerfile,
            platform=PLATFORMS[args.architecture],
            opts=pulumi.ResourceOptions(parent=self),
        )
