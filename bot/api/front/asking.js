// Asks the newsroom, and reads what it says while it says it: server-sent events in the answer to a POST.

/** Why a question was not answered, in plain words. */
export class Refused extends Error {
  constructor(message, { status = 0, seconds = null } = {}) {
    super(message);
    this.status = status;
    /** After how many seconds it is worth asking again; null when that is not said. */
    this.seconds = seconds;
  }
}

/**
 * What comes of a question, as [kind, content]: progress and sentence with `{text}`, last answer with the whole answer.
 * Throws Refused; an aborted signal ends it with an AbortError.
 */
export async function* ask(question, { token, signal }) {
  const response = await reached(question, token, signal);
  if (!response.ok) throw await refusal(response);
  for await (const [kind, content] of events(response.body)) {
    if (kind === "error") throw new Refused(told(content));
    yield [kind, content];
    if (kind === "answer") return;
  }
  throw new Refused("The connection broke before the answer was there.");
}

async function reached(question, token, signal) {
  const headers = { "Content-Type": "application/json", Accept: "text/event-stream" };
  if (token) headers.Authorization = `Bearer ${token}`;
  try {
    return await fetch("ask", { method: "POST", headers, signal, cache: "no-store", body: JSON.stringify(question) });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused("The newsroom cannot be reached. Is the connection there?");
  }
}

async function refusal(response) {
  const content = await response.json().catch(() => null);
  const wait = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  return new Refused(told(content) || `The newsroom answered with status ${response.status}`, {
    status: response.status,
    seconds: Number.isFinite(wait) ? wait : null,
  });
}

function told(content) {
  const { message, reference } = content?.error ?? {};
  if (typeof message !== "string" || !message) return "";
  return reference && !message.includes(reference) ? `${message} (reference ${reference})` : message;
}

async function* events(body) {
  let kind = "";
  let lines = [];
  for await (const line of linesOf(body)) {
    if (line === "") {
      if (lines.length) yield [kind, JSON.parse(lines.join("\n"))];
      [kind, lines] = ["", []];
    } else if (line.startsWith("event:")) {
      kind = line.slice(6).trim();
    } else if (line.startsWith("data:")) {
      lines.push(line.slice(5));
    }
  }
}

async function* linesOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read().catch(interrupted);
      if (done) return;
      const lines = (rest + value).split(/\r?\n/);
      rest = lines.pop();
      yield* lines;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function interrupted(error) {
  if (error.name === "AbortError") throw error;
  throw new Refused("The connection broke before the answer was there.");
}
