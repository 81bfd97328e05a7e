"""The component package: main components of the catalogue for programs in every Pulumi language.

Arguments are plain values, lists and maps, as each language has them; code is named by its path,
permissions by actions and resources, other resources by their ARNs and names.
"""

NAME = "serverless"
VERSION = "0.2.0"
