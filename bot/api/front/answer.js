// An answer as it is shown: its text with links to its sources, what there is to say about it, its timeline, its sources.

import { chart, notes, series, table } from "./chart.js";
import { element } from "./nodes.js";
import { clean, day, noun, oneLine, several, webAddress } from "./words.js";

const MARKER = /\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]/g;

/** The parts of an answer, from top to bottom. `place` tells its sources from those of other answers. */
export function shown(answer, place) {
  const numbers = new Set(answer.citations.map((citation) => citation.number));
  const link = (number) => (numbers.has(number) ? reference(number, place) : null);
  return [
    element(
      "div",
      { class: "text", id: `answer-${place}`, tabindex: -1, lang: answer.language ?? "en" },
      paragraphs(answer.text, link),
    ),
    listed("remarks", remarks(answer)),
    answer.tally ? timeline(answer.tally, link) : null,
    answer.citations.length ? sources(answer, place) : null,
  ].filter(Boolean);
}

function listed(kind, lines) {
  return lines.length ? element("ul", { class: kind, role: "list" }, lines.map((line) => element("li", {}, line))) : null;
}

/** What a listener hears when an answer is there. */
export function spoken(answer) {
  const text = oneLine(answer.text).replace(MARKER, "").replace(/\s+/g, " ");
  const [one, many] = answer.found ? ["source", "sources"] : ["article that comes close", "articles that come close"];
  return [text, ...remarks(answer), `${several(answer.citations.length, one, many)}.`].join(" ");
}

/** A sentence that is still being written, its markers without links: its sources come with the answer. */
export function written(sentence) {
  return element("span", {}, `${clean(sentence)} `);
}

function paragraphs(text, link) {
  return clean(text)
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => element("p", { dir: "auto" }, linked(paragraph, link)));
}

/** The text with every marker of a source made a link to it. */
function linked(text, link) {
  const parts = [];
  let end = 0;
  for (const marker of text.matchAll(MARKER)) {
    const links = marker[1].split(",").map((number) => link(Number(number)));
    if (links.includes(null)) continue;
    parts.push(text.slice(end, marker.index), ...links);
    end = marker.index + marker[0].length;
  }
  return [...parts, text.slice(end)];
}

function reference(number, place) {
  return element("a", { class: "marker", href: `#source-${place}-${number}`, "aria-label": `Source ${number}` }, `[${number}]`);
}

function remarks(answer) {
  const text = answer.text.toLowerCase();
  const usage = answer.usage;
  return [
    answer.found && answer.as_of && !text.includes("as of") ? `As of ${day(answer.as_of)}.` : null,
    answer.rewritten ? `Understood as: ${oneLine(answer.rewritten)}` : null,
    answer.notice ? oneLine(answer.notice) : null,
    answer.mode === "model" ? "Written by a language model, and each sentence checked against the articles." : null,
    usage ? `The language model read ${tokens(usage.prompt)} and wrote ${tokens(usage.output)}.` : null,
  ].filter(Boolean);
}

function tokens(count) {
  return several(count, "token", "tokens");
}

function timeline(tally, link) {
  const readings = [...tally.history, ...tally.conflicts];
  if (readings.length < 2) return null;
  if (series(tally).points.length < 2) return element("div", { class: "timeline" }, table(tally, link));
  const room = element("div", { class: "room" });
  redrawn(room, tally);
  return element(
    "figure",
    { class: "timeline", "aria-label": "Timeline" },
    element("figcaption", {}, noun(tally.unit)),
    room,
    listed("others", notes(tally, link)),
    element("details", {}, element("summary", {}, "The figures as a table"), table(tally, link)),
  );
}

/** Draws the chart as wide as there is room, and again when there is more or less of it. */
function redrawn(room, tally) {
  let last = 0;
  new ResizeObserver(([{ contentRect }]) => {
    const width = Math.floor(contentRect.width);
    if (width === last || width < 1) return;
    last = width;
    room.replaceChildren(chart(tally, width));
  }).observe(room);
}

function sources(answer, place) {
  const heading = `sources-${place}`;
  return element(
    "section",
    { "aria-labelledby": heading },
    element("h4", { id: heading }, answer.found ? "Sources" : "What comes closest"),
    element("ol", { class: "sources", role: "list" }, answer.citations.map((citation) => source(citation, place))),
  );
}

function source(citation, place) {
  const title = oneLine(citation.title);
  const address = webAddress(citation.url);
  return element(
    "li",
    { id: `source-${place}-${citation.number}`, tabindex: -1, value: citation.number },
    element(
      "p",
      { class: "title" },
      element("span", { class: "number" }, `[${citation.number}]`),
      " ",
      address ? outside(title, address) : element("bdi", {}, title),
    ),
    element("p", { class: "quiet" }, origin(citation)),
    element("blockquote", { dir: "auto" }, element("p", {}, clean(citation.quote))),
    citation.correction ? element("p", {}, "Note: ", element("bdi", {}, oneLine(citation.correction))) : null,
    element(
      "a",
      { class: "back", href: `#answer-${place}`, "aria-label": `Back to the answer from source ${citation.number}` },
      "Back to the answer",
    ),
  );
}

function outside(title, address) {
  return element(
    "a",
    { href: address, target: "_blank", rel: "noopener noreferrer nofollow" },
    element("bdi", {}, title),
    element("span", { class: "unseen" }, " (opens in a new tab)"),
  );
}

/** Outlet and day, when it was updated, and who else carries it. */
function origin(citation) {
  const published = citation.published ? day(citation.published) : "undated";
  const updated = citation.updated && day(citation.updated);
  return [
    [citation.source ? oneLine(citation.source) : null, published].filter(Boolean).join(", "),
    updated && updated !== published ? `updated ${updated}` : null,
    citation.outlets.length ? `also in ${citation.outlets.map(oneLine).join(", ")}` : null,
  ]
    .filter(Boolean)
    .join(", ");
}
