"""Repositories of images: what they keep, and which image a tag means."""

from __future__ import annotations

import pytest
from pulumi_awsx import ecr

from components.containers.image_repository import ImageRepository, ImageRepositoryArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import defaults

URL = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/images"


def made(tag: str | None = None, **args) -> Cloud:
    def program():
        repository = ImageRepository("images", ImageRepositoryArgs(**args))
        if tag is None and repository.built is None:
            return repository.url
        return repository.image(tag).uri

    return deploy(program)


def repository(**args):
    return made(**args).one(ecr.Repository).inputs


def test_images_are_encrypted_and_scanned():
    given = repository(key="arn:aws:kms:eu-west-1:123456789012:key/1")
    assert given["imageScanningConfiguration"] == {"scanOnPush": True}
    assert given["encryptionConfigurations"][0]["encryptionType"] == "KMS"
    assert repository()["encryptionConfigurations"] == [{"encryptionType": "AES256"}]


def test_the_oldest_images_are_deleted():
    [rule] = repository(kept=3)["lifecyclePolicy"]["rules"]
    assert (rule["tagStatus"], rule["maximumNumberOfImages"]) == ("any", 3)


def test_images_go_with_the_stack_unless_the_stage_keeps_data():
    assert repository()["forceDelete"] is True
    assert repository(defaults=defaults(keep_data=True))["forceDelete"] is False


def test_a_tag_that_others_push_never_means_another_image():
    cloud = made("1.4")
    assert cloud.one(ecr.Repository).inputs["imageTagMutability"] == "IMMUTABLE"
    assert cloud.all(ecr.Image) == []
    assert cloud.result == f"{URL}:1.4"


def test_an_image_is_built_for_its_architecture_and_deployed_by_its_digest():
    cloud = made(context="app", architecture="x86_64")
    given = cloud.one(ecr.Image).inputs
    assert given == {"repositoryUrl": URL, "context": "app", "platform": "linux/amd64"}
    # The tag that AWSX gives is the same for every build of a folder.
    assert cloud.one(ecr.Repository).inputs["imageTagMutability"] == "MUTABLE"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ({"kept": 0}, "kept must be between 1 and 1000, got 0"),
        ({"dockerfile": "Dockerfile"}, "dockerfile needs a context, got Dockerfile alone"),
        ({"architecture": "mips"}, "architecture must be arm64 or x86_64, got mips"),
    ],
)
def test_what_makes_no_repository_is_refused(args, said):
    with pytest.raises(ValueError, match=said):
        ImageRepositoryArgs(**args)


def test_a_tag_must_be_given_where_nothing_is_built():
    with pytest.raises(ValueError, match="tag must be given where no image is built"):
        deploy(lambda: ImageRepository("images").image().uri)
    with pytest.raises(ValueError, match="a tag that is not latest"):
        made("latest")
