"""Media: a bucket for uploads and thumbnails, and the steps between them."""

from __future__ import annotations

from dataclasses import replace

import pulumi_aws as aws

from components.api.route import Route
from components.compute.archive import packages_of
from components.compute.wheels import wheel_layer
from components.data.table import TableArgs
from components.messaging.fan_out import Branch
from components.objects.bucket import BucketArgs
from components.objects.cors import Cors
from components.objects.lifecycle import LifecycleRule, Transition
from microservice.functions import Uses, changed
from microservice.layer import ExtraLayer
from microservice.microservice import Microservice
from settings import PROJECT, ROOT

UPLOADS, THUMBNAILS = "uploads/", "thumbnails/"

# An upload is read by its steps, within hours, and kept for questions after that.
ORIGINALS = LifecycleRule(
    prefix=UPLOADS,
    transitions=(
        Transition(days=30, storage_class="STANDARD_IA"),
        Transition(days=90, storage_class="GLACIER"),
    ),
    expiration_days=365,
)

# A picture is held in memory decoded: one at a time.
PICTURES_AT_ONCE = 1


def define(service: Microservice) -> None:
    """An upload is scanned, then two steps work on it at once; the last one completes its row,
    whose change is published.
    """
    media = service.table("media", TableArgs(key="mediaId", stream=True, ttl="ttl"))
    sites = Cors(origins=tuple(service.defaults.cors_origins))
    files = service.bucket("files", BucketArgs(lifecycle=(ORIGINALS,), cors=sites))
    reads, updates = media.read("MEDIA_TABLE"), media.update("MEDIA_TABLE")
    reads_uploads = files.read("MEDIA_BUCKET", UPLOADS)
    shows = [reads, files.read("MEDIA_BUCKET", THUMBNAILS)]
    uploads = [media.create("MEDIA_TABLE"), files.write("MEDIA_BUCKET", UPLOADS)]

    service.http_api(
        Route.post("/media", service.function("request_upload", uses=uploads)),
        Route.get("/media/{mediaId}", service.function("get_media", uses=shows)),
    )
    layer = pillow(service)
    thumbnails = [updates, reads_uploads, files.write("MEDIA_BUCKET", THUMBNAILS)]
    steps = {
        "make_thumbnail": picture_step(service, "make_thumbnail", layer, thumbnails),
        "read_metadata": picture_step(service, "read_metadata", layer, [updates, reads_uploads]),
    }
    scanned = service.on.messages("scanned", steps)
    scanner = service.external("SCANNER", service.settings.scanner)
    publish = scanned.topic.publish("SCANNED_TOPIC")
    worker = service.functions.worker("scan_upload")
    scan = [reads, updates, reads_uploads, publish, *scanner.uses]
    function = changed(worker.function, scan, variables=scanner.variables)
    service.on.stored(replace(worker, function=function), files, prefix=UPLOADS)
    service.on.changes("publish_changes", media)


def picture_step(service: Microservice, entry: str, layer: ExtraLayer, uses: Uses) -> Branch:
    """A function with Pillow that gets the uploads in which nothing was found."""
    worker = service.functions.worker(entry, layer)
    function = changed(worker.function, uses, preset="image")
    return Branch(worker=replace(worker, function=function, batch_size=PICTURES_AT_ONCE))


def pillow(service: Microservice) -> ExtraLayer:
    """The layer with Pillow: the locked wheel for Lambda, or what is installed here for the
    emulator, whose functions run on this machine.
    """
    settings = service.settings
    if settings.endpoint is None:
        code = wheel_layer(ROOT / "services/media/pillow.lock", settings.architecture)
    else:
        code = packages_of(("pillow",), compiled=True)
    made = aws.lambda_.LayerVersion(
        service.named("pillow"),
        layer_name=f"{PROJECT}-{settings.stage}-pillow",
        code=code,
        compatible_architectures=[settings.architecture],
        description="Pillow, built for the architecture of the stage",
        opts=service.child,
    )
    return ExtraLayer(arn=made.arn, modules=("PIL",))
