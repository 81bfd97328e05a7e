// Where the page finds what it talks to: config.json, which each deployment writes.
let found = null;

export async function config() {
  if (found === null) {
    const answer = await fetch('config.json');
    if (!answer.ok) {
      throw new Error(`The settings of this page cannot be read (${answer.status}).`);
    }
    found = await answer.json();
  }
  return found;
}
