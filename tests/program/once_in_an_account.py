"""Types of what an AWS account holds once, in all or in a Region, each with the page that says so.

Two stages in one account have one of each between them: a stage that deletes it takes it away from
the other. A new resource type of this kind belongs in the list.
"""

from __future__ import annotations

from collections.abc import Mapping

REGISTRY = "https://www.pulumi.com/registry/packages/aws/api-docs"
ONCE: Mapping[str, str] = {
    f"aws:{module}/{kind[0].lower()}{kind[1:]}:{kind}": f"{REGISTRY}/{module}/{kind.lower()}/"
    for module, kinds in {
        "account": ("AlternativeContact", "PrimaryContact", "Region"),
        "apigateway": ("Account",),
        "backup": ("GlobalSettings", "RegionSettings"),
        "bedrockmodel": ("InvocationLoggingConfiguration",),
        "cfg": ("DeliveryChannel", "Recorder", "RecorderStatus"),
        "cloudwatch": ("LogAccountPolicy",),
        "devopsguru": ("EventSourcesConfig", "ServiceIntegration"),
        "ebs": ("DefaultKmsKey", "EncryptionByDefault"),
        "ec2": ("ImageBlockPublicAccess", "InstanceMetadataDefaults", "SerialConsoleAccess"),
        "ecr": (
            *("AccountSetting", "RegistryPolicy", "RegistryScanningConfiguration"),
            "ReplicationConfiguration",
        ),
        "ecs": ("AccountSettingDefault",),
        "glue": ("DataCatalogEncryptionSettings", "ResourcePolicy"),
        "guardduty": ("Detector",),
        "iam": (
            *("AccountAlias", "AccountPasswordPolicy", "OpenIdConnectProvider"),
            *("SecurityTokenServicePreferences", "ServiceLinkedRole"),
        ),
        "inspector2": ("Enabler",),
        "iot": ("EventConfigurations", "IndexingConfiguration", "LoggingOptions"),
        "lakeformation": ("DataLakeSettings",),
        "macie2": ("Account",),
        "s3": ("AccountPublicAccessBlock",),
        "securityhub": ("Account",),
        "servicequotas": ("ServiceQuota",),
        "ses": ("ActiveReceiptRuleSet", "DomainIdentity", "EmailIdentity"),
        "sesv2": ("AccountSuppressionAttributes", "AccountVdmAttributes", "EmailIdentity"),
        "sns": ("SmsPreferences",),
        "xray": ("EncryptionConfig",),
    }.items()
    for kind in kinds
}
