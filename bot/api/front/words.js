// Figures, days and texts as a person reads them; worded as the other front ends word them.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const SCALES = [[1e12, "trillion"], [1e9, "billion"], [1e6, "million"]];
const SIGNS = { "at least": "≥ ", "more than": "> ", about: "≈ ", "up to": "≤ " };
const UNSHOWN = /[\p{Cs}\u202a-\u202e\u2066-\u2069]|(?![\n\t])\p{Cc}/gu;

/** The text without control characters, broken letters and marks that turn its direction; line breaks and tabs stay. */
export function clean(text) {
  return String(text ?? "").replace(UNSHOWN, "");
}

/** The cleaned text on one line. */
export function oneLine(text) {
  return clean(text).split(/\s+/u).filter(Boolean).join(" ");
}

/** A message of a program as a sentence: it begins with a capital, and ends with a stop. */
export function sentence(message) {
  const told = oneLine(message);
  return told.charAt(0).toUpperCase() + told.slice(1) + (/[.!?)]$/u.test(told) ? "" : ".");
}

/** The address when it leads to the web, else null: an article may name any. */
export function webAddress(url) {
  if (typeof url !== "string" || url !== oneLine(url) || url.includes(" ") || !/^https?:\/\//.test(url)) return null;
  return URL.canParse(url) ? url : null;
}

/** A moment's day, in UTC: 16 Nov 2025. */
export function day(moment) {
  const at = new Date(moment);
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
}

/** The figure with the sign of its unit, if the unit is one: 21, 45%, $1.2 billion. */
export function amount(value, unit) {
  const [before, after] = around(unit);
  return `${value < 0 ? "-" : ""}${before}${digits(exact(Math.abs(value)))}${after}`;
}

/** The figure behind the words that its source puts before it: at least 21. */
export function worded(value, unit, qualifier) {
  return qualifier ? `${oneLine(qualifier)} ${amount(value, unit)}` : amount(value, unit);
}

/** The same in less room: ≥ 21; words that have no sign stay. */
export function signed(value, unit, qualifier) {
  return Object.hasOwn(SIGNS, qualifier ?? "") ? SIGNS[qualifier] + amount(value, unit) : worded(value, unit, qualifier);
}

/** What is counted, in words; empty when the unit is a sign that stands with its figures. */
export function noun(unit) {
  return around(unit).some(Boolean) ? "" : oneLine(unit);
}

/** So many of a thing: 1 article, 56 articles. */
export function several(count, one, many) {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}

function around(unit) {
  const sign = oneLine(unit);
  if (sign === "%") return ["", sign];
  return /\p{Sc}$/u.test(sign) ? [sign, ""] : ["", ""];
}

function digits(value) {
  for (const [scale, name] of SCALES) {
    const scaled = exact(value / scale);
    if (scaled >= 1 && scaled === exact(Math.round(scaled * 100) / 100)) return `${grouped(scaled)} ${name}`;
  }
  return grouped(value);
}

function exact(value) {
  return Number(value.toPrecision(12));
}

function grouped(value) {
  return value.toLocaleString("en-US", { maximumFractionDigits: 20 });
}
