// Reads a list of {code, event} from stdin, calls the handler of each with its event, and writes
// what it answered. What CloudFront's runtime has not, is not there.
const vm = require("vm");

const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
const answers = given.map(({ code, event }) => {
  const context = vm.createContext({}, { codeGeneration: { strings: false, wasm: false } });
  vm.runInContext(code, context);
  const call = `JSON.stringify(handler(${JSON.stringify(event)}))`;
  return JSON.parse(vm.runInContext(call, context));
});
process.stdout.write(JSON.stringify(answers));
