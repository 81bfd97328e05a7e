// Signs users in at the sign-in page of the user pool, which asks for a second factor, too: the
// authorization code flow of OAuth 2.0 with PKCE (RFC 7636). What proves that the code is for this
// page stays in the tab until the user is back; the token stays in the page's memory.
import { config } from './config.js';

const KEPT = 'sign-in';
// APIs ask for the second scope.
const SCOPES = 'openid aws.cognito.signin.user.admin';

const home = () => `${location.origin}/`;

function base64url(bytes) {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

export async function goToSignIn() {
  const { signInPage, clientId } = await config();
  const [verifier, state] = [random(), random()];
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  sessionStorage.setItem(KEPT, JSON.stringify({ verifier, state }));
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: home(),
    scope: SCOPES,
    state,
    code_challenge: base64url(digest),
    code_challenge_method: 'S256',
  });
  location.assign(`${signInPage}/oauth2/authorize?${asked}`);
}

// The access token of a user who comes back from the sign-in page; null for any other visitor.
export async function backFromSignIn() {
  const given = new URLSearchParams(location.search);
  if (!given.has('code') && !given.has('error')) {
    return null;
  }
  const kept = JSON.parse(sessionStorage.getItem(KEPT));
  sessionStorage.removeItem(KEPT);
  // A code is good once: it stays neither in the address nor in the history.
  history.replaceState(null, '', location.pathname);
  if (kept === null || given.get('state') !== kept.state) {
    throw new Error('This sign-in did not begin on this page: sign in again.');
  }
  if (given.has('error')) {
    throw new Error(given.get('error_description') || given.get('error'));
  }
  return exchanged(given.get('code'), kept.verifier);
}

async function exchanged(code, verifier) {
  const { signInPage, clientId } = await config();
  const answer = await fetch(`${signInPage}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      redirect_uri: home(),
      code,
      code_verifier: verifier,
    }),
  });
  const found = await answer.json();
  if (!answer.ok) {
    throw new Error(`Sign-in failed: ${found.error_description || found.error}.`);
  }
  return found.access_token;
}

// Ends the session of the sign-in page, too: it would sign the user in again without a question.
export async function goToSignOut() {
  const { signInPage, clientId } = await config();
  const asked = new URLSearchParams({ client_id: clientId, logout_uri: home() });
  location.assign(`${signInPage}/logout?${asked}`);
}

// The name in a token, to be shown: the APIs are who verifies it.
export function nameIn(token) {
  const claims = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
  const text = Uint8Array.from(atob(claims), (each) => each.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(text)).username;
}
