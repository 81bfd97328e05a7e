// Reads a list of {code, handler, ctx} from stdin, calls each handler with its context, and writes
// what it answered: {value} or {error: {message, type}}, with the context's stash.
//
// It stands in for @aws-appsync/utils, which is published as types alone: what is not here throws.
const AUTO_ID = "00000000-0000-4000-8000-000000000000";

class Failure extends Error {
  constructor(message, type) {
    super(message);
    this.type = type;
  }
}

const strict = (name, members) =>
  new Proxy(members, {
    get(target, key) {
      if (!(key in target)) throw new Error(`the tests do not know ${name}.${String(key)}`);
      return target[key];
    },
  });

const toDynamoDB = (value) => {
  if (value === null || value === undefined) return { NULL: true };
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(toDynamoDB) };
  return { M: toMapValues(value) };
};
const toMapValues = (map) =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, toDynamoDB(value)]));

const fail = (message, type) => {
  throw new Failure(message, type);
};
const util = strict("util", {
  autoId: () => AUTO_ID,
  dynamodb: strict("util.dynamodb", { toDynamoDB, toMapValues }),
  error: fail,
  unauthorized: () => fail("Unauthorized", "UnauthorizedException"),
  urlEncode: encodeURIComponent,
});
const runtime = strict("runtime", {
  earlyReturn: (value) => {
    throw { early: value };
  },
});

const module_of = (code) => {
  const body = code.replace(/^\s*import\b.*$/gm, "").replace(/^export\s+/gm, "");
  return new Function("util", "runtime", `"use strict"; ${body}\nreturn { request, response };`);
};

const answer = ({ code, handler, ctx }) => {
  const context = { args: {}, stash: {}, request: { headers: {} }, ...ctx };
  try {
    const value = module_of(code)(util, runtime)[handler](context) ?? null;
    return { value, stash: context.stash };
  } catch (thrown) {
    if ("early" in thrown) return { value: thrown.early, stash: context.stash };
    if (!(thrown instanceof Failure)) throw thrown;
    return { error: { message: thrown.message, type: thrown.type ?? null }, stash: context.stash };
  }
};

const cases = JSON.parse(require("fs").readFileSync(0, "utf-8"));
process.stdout.write(JSON.stringify(cases.map(answer)));
