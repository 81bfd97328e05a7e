// Reads {code, constants, keys, events} from stdin, calls the handler with each event in turn, and
// writes what it answered and which addresses it asked. Without keys every address is answered 500.
const given = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const asked = [];
global.fetch = async (address) => {
  asked.push(address);
  return { ok: given.keys !== null, status: given.keys === null ? 500 : 200, json: async () => ({ keys: given.keys }) };
};
console.error = () => {};

const own = (name) => (name === './constants.json' ? given.constants : require(name));
const made = {};
new Function('exports', 'require', given.code)(made, own);

(async () => {
  const answers = [];
  for (const event of given.events) {
    answers.push(await made.handle(event));
  }
  process.stdout.write(JSON.stringify({ answers, asked }));
})();
