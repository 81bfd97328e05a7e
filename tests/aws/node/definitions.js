// Reads a list of definitions from stdin; writes the list of what asl-validator has against each.
const validate = require("asl-validator");

const definitions = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const findings = definitions.map((definition) =>
  validate(definition, { checkPaths: true, checkArn: true }).errors.map((error) =>
    error.message || `${error.instancePath || ""} ${error["Error code"] || ""} ${error.Message || JSON.stringify(error)}`,
  ),
);
process.stdout.write(JSON.stringify(findings));
