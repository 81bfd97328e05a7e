// Authorisation, Lambda@Edge at viewer request: lets a request through that has a valid access
// token of one user pool, and answers the others 401. A preflight has no token and goes through.
// Where the pool's keys cannot be read, the answer is 503: nothing goes through unchecked.
'use strict';

const crypto = require('crypto');
const { issuer, clients } = require('./constants.json');

// Keys change seldom; one that is not known is looked for again, at most this often.
const ASKED_AGAIN_MS = 60 * 1000;
const WAIT_MS = 2000;

let keys = {};
let askedAt = 0;

class Unauthorized extends Error {}

async function keyOf(kid) {
  if (!Object.hasOwn(keys, kid) && Date.now() - askedAt >= ASKED_AGAIN_MS) {
    const address = `${issuer}/.well-known/jwks.json`;
    const response = await fetch(address, { signal: AbortSignal.timeout(WAIT_MS) });
    if (!response.ok) {
      throw new Error(`the keys of the user pool: status ${response.status}`);
    }
    const found = (await response.json()).keys.map((jwk) => [
      jwk.kid,
      crypto.createPublicKey({ key: jwk, format: 'jwk' }),
    ]);
    keys = Object.fromEntries(found);
    askedAt = Date.now();
  }
  if (!Object.hasOwn(keys, kid)) {
    throw new Unauthorized('the token has a signature of another pool');
  }
  return keys[kid];
}

function decoded(part) {
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    if (typeof value === 'object' && value !== null) {
      return value;
    }
  } catch {
    // No JSON: as any other value, below.
  }
  throw new Unauthorized('the token is malformed');
}

async function verify(token) {
  const parts = token.split('.');
  if (parts.length !== 3) {
    throw new Unauthorized('the token is malformed');
  }
  const [header, claims] = [decoded(parts[0]), decoded(parts[1])];
  if (header.alg !== 'RS256' || typeof header.kid !== 'string') {
    throw new Unauthorized('the token is not signed by RS256');
  }
  const signed = Buffer.from(`${parts[0]}.${parts[1]}`);
  const signature = Buffer.from(parts[2], 'base64url');
  if (!crypto.verify('RSA-SHA256', signed, await keyOf(header.kid), signature)) {
    throw new Unauthorized('the signature of the token is wrong');
  }
  if (claims.iss !== issuer || claims.token_use !== 'access') {
    throw new Unauthorized('the token is no access token of this pool');
  }
  if (!clients.includes(claims.client_id)) {
    throw new Unauthorized('the token is for another client');
  }
  if (typeof claims.exp !== 'number' || claims.exp * 1000 <= Date.now()) {
    throw new Unauthorized('the token has expired');
  }
}

function answer(status, error, message, requestId) {
  return {
    status,
    statusDescription: error,
    headers: {
      'cache-control': [{ key: 'Cache-Control', value: 'no-store' }],
      'content-type': [{ key: 'Content-Type', value: 'application/json' }],
      'www-authenticate': [{ key: 'WWW-Authenticate', value: 'Bearer' }],
    },
    body: JSON.stringify({ error, message, details: [], correlationId: requestId }),
  };
}

exports.handle = async (event) => {
  const { config, request } = event.Records[0].cf;
  if (request.method === 'OPTIONS') {
    return request;
  }
  const given = request.headers.authorization;
  try {
    if (!given) {
      throw new Unauthorized('the request has no token');
    }
    await verify(given[0].value.replace(/^Bearer /i, ''));
    return request;
  } catch (error) {
    if (error instanceof Unauthorized) {
      return answer('401', 'Unauthorized', error.message, config.requestId);
    }
    console.error(JSON.stringify({ requestId: config.requestId, error: String(error) }));
    return answer('503', 'Service Unavailable', 'try again later', config.requestId);
  }
};
