"""Plain program: the resources of the dev stage without components, as a file to start."""

from bench.plain import plain_of

plain_of("dev").run()
