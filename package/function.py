"""Function: one Lambda function with its role, log group, trace and error alarm."""

import pulumi

from components.compute import function
from package.arguments import named_as_written
from package.function_settings import FunctionSettings, function_args


class Function(pulumi.ComponentResource):
    """One Lambda function with its own role, log group, X-Ray trace and error alarm."""

    function_name: pulumi.Output[str]
    """Name of the function."""

    function_arn: pulumi.Output[str]
    """ARN of the function."""

    def __init__(
        self, name: str, args: FunctionSettings, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("serverless:index:Function", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        with named_as_written(FunctionSettings):
            made = function.Function(name, function_args(args), opts=child)
        self.function_name, self.function_arn = made.name, made.arn
        self.register_outputs({"functionName": made.name, "functionArn": made.arn})
