// Reads a list of {code, event} from stdin, calls the handler of each with its event, and writes
// what it answered, one environment for each code, as CloudFront keeps one. What CloudFront's
// runtime has not, is not there.
const vm = require("vm");

const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
const environments = new Map();
const environment = (code) => {
  const made = vm.createContext({}, { codeGeneration: { strings: false, wasm: false } });
  vm.runInContext(code, made);
  environments.set(code, made);
  return made;
};
const answers = given.map(({ code, event }) => {
  const context = environments.get(code) ?? environment(code);
  const call = `JSON.stringify(handler(${JSON.stringify(event)}))`;
  return JSON.parse(vm.runInContext(call, context));
});
process.stdout.write(JSON.stringify(answers));
