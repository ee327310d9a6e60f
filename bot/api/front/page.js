// The conversation: a question goes out, what comes back is shown under it, and later questions may lean on it.

import { shown, spoken, written } from "./answer.js";
import { Refused, ask } from "./asking.js";
import { dropped, token, wanted } from "./door.js";
import { element } from "./nodes.js";
import { clean, day, oneLine, sentence, several } from "./words.js";

const REMEMBERED = 20;
const [form, newest, question, asOf, send, stop, anew, conversation, status] = [
  "ask", "newest", "question", "as-of", "send", "stop", "anew", "conversation", "status",
].map((id) => document.getElementById(id));
const earlier = [];
let place = 0;
let running = null;

/** The question under the cursor, and how it is to be answered. */
function wording() {
  const bound = asOf.value ? { as_of: asOf.value } : {};
  return { question: question.value.trim(), ...bound, history: earlier.slice(-REMEMBERED) };
}

async function converse(wished) {
  if (!wished.question || running) return;
  running = new AbortController();
  const exchange = opened(wished);
  busy(true);
  try {
    const answer = await answered(wished, exchange, running.signal);
    if (!exchange.stands()) return;
    earlier.push(wished.question);
    exchange.finish(shown(answer, exchange.place));
    newest.hidden = false;
    newest.href = `#answer-${exchange.place}`;
    status.textContent = spoken(answer);
  } catch (error) {
    if (!exchange.stands()) return;
    exchange.fail(problem(error), () => converse(wished));
    status.textContent = problem(error);
    question.value ||= wished.question;
  } finally {
    running = null;
    busy(false);
  }
}

/** The answer, after the token was asked for as often as the newsroom wants it. */
async function answered(wished, exchange, signal) {
  for (;;) {
    try {
      return await followed(ask(wished, { token: token(), signal }), exchange);
    } catch (error) {
      if (error.status !== 401) throw error;
      const reason = token() ? "This newsroom does not know that token." : "This newsroom wants a token before it answers.";
      dropped();
      if (!(await wanted(reason))) throw new Refused("Without a token there is no answer here.");
    }
  }
}

async function followed(events, exchange) {
  for await (const [kind, content] of events) {
    if (kind === "progress") {
      exchange.say(oneLine(content.text));
      status.textContent = oneLine(content.text);
    } else if (kind === "sentence") {
      exchange.write(content.text);
    } else if (kind === "answer") {
      return content;
    }
  }
  throw new Refused("The newsroom ended without an answer.");
}

function problem(error) {
  if (error.name === "AbortError") return "Stopped.";
  if (!(error instanceof Refused)) {
    console.error(error);
    return "Something went wrong in this page. Ask again, or reload it.";
  }
  const again = error.seconds === null ? "" : ` Try again in ${several(error.seconds, "second", "seconds")}.`;
  return sentence(error.message) + again;
}

/** A place in the conversation for a question and for what comes of it. */
function opened(wished) {
  place += 1;
  const doing = element("p", { class: "doing" }, "Asking");
  const text = element("p", { class: "text", dir: "auto" });
  const article = element(
    "article",
    { "aria-labelledby": `question-${place}`, "aria-busy": "true" },
    element("h3", { id: `question-${place}`, dir: "auto" }, clean(wished.question)),
    wished.as_of ? element("p", { class: "quiet" }, `With what was known by the end of ${day(wished.as_of)}`) : null,
    doing,
    text,
  );
  document.getElementById("welcome").hidden = true;
  conversation.append(article);
  article.scrollIntoView({ block: "start" });
  const end = (parts) => {
    doing.remove();
    text.remove();
    article.append(...parts);
    article.removeAttribute("aria-busy");
    const { top } = article.getBoundingClientRect();
    if (top >= 0 && top < innerHeight) article.scrollIntoView({ block: "start" }); // else the person is reading elsewhere
  };
  return {
    place,
    stands: () => article.isConnected, // a new conversation takes the old one away
    say: (words) => doing.replaceChildren(words),
    write: (sentence) => text.append(written(sentence)),
    finish: end,
    fail: (why, again) => {
      const button = element("button", { type: "button" }, "Ask again");
      button.addEventListener("click", () => {
        article.remove();
        if (question.value === wished.question) question.value = "";
        question.focus();
        again();
      });
      end([element("p", { class: "problem" }, why), button]);
    },
  };
}

function busy(is) {
  send.hidden = is;
  stop.hidden = !is;
  anew.hidden = conversation.childElementCount === 0;
}

function submit() {
  const wished = wording();
  if (!wished.question || running) return;
  question.value = "";
  question.focus();
  converse(wished);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
question.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit();
});
stop.addEventListener("click", () => {
  running?.abort();
  question.focus();
});
anew.addEventListener("click", () => {
  running?.abort();
  earlier.length = 0;
  conversation.replaceChildren();
  document.getElementById("welcome").hidden = false;
  anew.hidden = newest.hidden = true;
  status.textContent = "A new conversation.";
  question.focus();
});

async function holding() {
  const response = await fetch("health", { cache: "no-store" });
  if (!response.ok) return;
  const health = await response.json();
  const newest = health.newest ? `, the newest of ${day(health.newest)}` : "";
  document.getElementById("holding").textContent = several(health.articles, "article", "articles") + newest;
}

holding().catch(() => {});
question.focus();
