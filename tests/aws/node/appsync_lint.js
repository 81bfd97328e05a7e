// Reads {name: code} from stdin; writes {name: [what the runtime of AppSync would not take]}.
const { Linter } = require("eslint");
const plugin = require("@aws-appsync/eslint-plugin");

const linter = new Linter({ configType: "flat" });
const { languageOptions, plugins, rules } = plugin.configs.base;
const config = {
  files: ["**/*.js"],
  languageOptions: { parser: languageOptions.parser, ecmaVersion: 2022, sourceType: "module" },
  plugins,
  rules: { ...rules, "no-undef": "error" },
};
const given = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const findings = Object.fromEntries(
  Object.entries(given).map(([name, { code, globals }]) => {
    const known = Object.fromEntries(globals.map((each) => [each, "readonly"]));
    const here = { ...config, languageOptions: { ...config.languageOptions, globals: known } };
    const messages = linter.verify(code, [here], { filename: "resolver.js" });
    return [name, messages.map((m) => `${m.line}: ${m.message} (${m.ruleId})`)];
  }),
);
process.stdout.write(JSON.stringify(findings));
