"""Site files: an object for each file, with its type and how long it is kept."""

import pulumi
import pytest
from pulumi_aws import s3

from components.edge.site_files import SiteFiles, SiteFilesArgs
from components.objects.bucket import Bucket, BucketArgs
from tests.cloud import deploy


@pytest.fixture
def folder(tmp_path):
    for path in ("index.html", "app.js", "css/page.css", ".hidden/key.txt"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(path)
    return tmp_path


def args(folder, **changes):
    bucket = changes.pop("bucket", None) or Bucket("pages", BucketArgs(distributed=True))
    generated = {"config.json": pulumi.Output.from_input('{"a": 1}')}
    return SiteFilesArgs(**{"bucket": bucket, "folder": folder, "generated": generated, **changes})


def test_each_file_becomes_an_object_with_its_type_and_its_time(folder):
    cloud = deploy(lambda: SiteFiles("site", args(folder)))
    found = {each.inputs["key"]: each.inputs for each in cloud.all(s3.BucketObjectv2)}
    assert {key: (one["contentType"], one["cacheControl"]) for key, one in found.items()} == {
        "index.html": ("text/html; charset=utf-8", "no-cache"),
        "app.js": ("text/javascript; charset=utf-8", "max-age=300"),
        "css/page.css": ("text/css; charset=utf-8", "max-age=300"),
        "config.json": ("application/json", "no-cache"),
    }
    assert found["config.json"]["content"] == '{"a": 1}'
    assert found["app.js"]["source"].path == str(folder / "app.js")
    assert {one["bucket"] for one in found.values()} == {"pages-bucket-id"}


def test_files_may_be_below_a_prefix(folder):
    cloud = deploy(lambda: SiteFiles("site", args(folder, prefix="docs/")))
    keys = {each.inputs["key"] for each in cloud.all(s3.BucketObjectv2)}
    assert keys == {
        f"docs/{path}" for path in ("index.html", "app.js", "css/page.css", "config.json")
    }


def test_an_existing_bucket_is_taken(folder):
    cloud = deploy(lambda: SiteFiles("site", args(folder, bucket=s3.Bucket("own"))))
    assert {each.inputs["bucket"] for each in cloud.all(s3.BucketObjectv2)} == {"own-id"}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"generated": {"app.js": "1"}}, "generated must not name files of the folder, got app.js"),
        ({"generated": {"key.pem": "1"}}, "files must end in .* got key.pem"),
        ({"prefix": "/api"}, "prefix must be names, each with a slash at its end, got /api"),
        ({"cache_seconds": 86_401}, "cache_seconds must be between 0 and 86,?400"),
    ],
)
def test_what_no_site_has_is_refused(folder, changes, why):
    with pytest.raises(ValueError, match=why):
        args(folder, bucket=object(), **changes)


def test_a_folder_without_a_page_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"folder must have an index\.html"):
        args(tmp_path, bucket=object())
