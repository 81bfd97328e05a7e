// Asks the storefront's GraphQL API, which is under the page's own name.
import { config } from './config.js';

export async function ask(token, query, variables = {}) {
  const { graphql } = await config();
  const answer = await fetch(graphql, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: token },
    body: JSON.stringify({ query, variables }),
  });
  const found = await answer.json();
  if (found.errors && found.errors.length > 0) {
    throw new Error(found.errors.map((error) => error.message).join(' '));
  }
  if (!answer.ok) {
    throw new Error(`The shop answered ${answer.status}.`);
  }
  return found.data;
}
