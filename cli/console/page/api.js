// Requests to the server below this page's address, whose path holds the token.

export async function ask(path, body) {
  const request = body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  const answer = await fetch(`api/${path}`, request);
  const text = await answer.text();
  if (answer.ok) return answer.headers.get("Content-Type").includes("json") ? JSON.parse(text) : text;
  let said = text;
  try { said = JSON.parse(text).error; } catch { /* not JSON: the text itself */ }
  throw new Error(said);
}

// Says what went wrong below the head of the page, until something else works.
export function say(problem) {
  const line = document.getElementById("problem");
  const text = problem ? String(problem.message ?? problem) : "";
  if (line.textContent !== text) line.textContent = text;
  line.hidden = !text;
}
