// A tally as a line of steps, true to scale in time and in figures, and the same figures as a table.

import { drawn, element } from "./nodes.js";
import { amount, day, noun, oneLine, several, signed, worded } from "./words.js";

const LETTER = 7.4;
const LINE = 18;
const GAP = 9;
const AIR = 5;

/** The figures of a tally that are dated, oldest first: what it was, and what others give for the same moments. */
export function series(tally) {
  const dated = (readings) =>
    readings
      .filter((reading) => reading.as_of)
      .map((reading) => ({ ...reading, at: Date.parse(reading.as_of) }))
      .sort((one, other) => one.at - other.at);
  return { points: dated(tally.history), conflicts: dated(tally.conflicts) };
}

/** The picture, so many pixels wide. At least two figures must be dated. */
export function chart(tally, width) {
  const { points, conflicts } = series(tally);
  const scale = scaled([...points, ...conflicts], tally.unit, width);
  return drawn(
    "svg",
    { class: "chart", role: "img", "aria-label": summary(tally), width, height: scale.height },
    drawn(
      "g",
      { "aria-hidden": "true" }, // the label and the table tell all of it
      grid(scale, tally.unit),
      drawn("path", { class: "steps", d: steps(points, scale) }),
      conflicts.map((point) => dot(point, scale, tally.unit, "conflict")),
      points.map((point) => dot(point, scale, tally.unit, "point")),
      labels(points, conflicts, scale, tally.unit),
    ),
  );
}

/** The picture in one sentence. */
function summary(tally) {
  const { points, conflicts } = series(tally);
  const [first, last] = [points.at(0), points.at(-1)];
  const told = (point) => `${worded(point.value, tally.unit, point.qualifier)} on ${day(point.at)}`;
  const others = conflicts.length ? ` Others disagree: ${conflicts.map(told).join(", ")}.` : "";
  const counted = noun(tally.unit) || "the figure";
  return `Line of steps, ${counted}: from ${told(first)} to ${told(last)}, ${points.length} figures.${others}`;
}

/** Every figure of a tally, newest first, dated or not; `link` makes a link to a citation by its number. */
export function table(tally, link) {
  const newestFirst = (one, other) => (Date.parse(other.as_of) || 0) - (Date.parse(one.as_of) || 0);
  const others = new Set(tally.conflicts);
  const row = (reading) =>
    element(
      "tr",
      {},
      element("td", {}, reading.as_of ? day(reading.as_of) : "undated"),
      element("td", {}, worded(reading.value, tally.unit, reading.qualifier), others.has(reading) ? " (disagrees)" : ""),
      element("td", {}, element("bdi", {}, oneLine(reading.source)), " ", link(reading.citation)),
    );
  const names = ["Day", "Figure", "Who says so"].map((name) => element("th", { scope: "col" }, name));
  return element(
    "table",
    {},
    element("caption", { class: "unseen" }, `Figures of the tally, newest first: ${oneLine(tally.unit)}`),
    element("thead", {}, element("tr", {}, names)),
    element("tbody", {}, [...tally.history, ...tally.conflicts].sort(newestFirst).map(row)),
  );
}

/** What the picture cannot show: who disagrees, what is left out. */
export function notes(tally, link) {
  const { points, conflicts } = series(tally);
  const undated = tally.history.length + tally.conflicts.length - points.length - conflicts.length;
  return [
    ...conflicts.map((point) => [
      element("span", { class: "unseen" }, "Disagrees: "),
      `${worded(point.value, tally.unit, point.qualifier)} on ${day(point.at)}: `,
      element("bdi", {}, oneLine(point.source) || "another source"),
      " ",
      link(point.citation),
    ]),
    ...(undated ? [[`${several(undated, "undated figure", "undated figures")} left out`]] : []),
  ];
}

function scaled(all, unit, width) {
  const height = Math.round(Math.min(340, Math.max(220, width * 0.5)));
  const values = all.map((point) => point.value);
  const moments = all.map((point) => point.at);
  const ticks = rounds(Math.min(...values), Math.max(...values));
  const left = Math.max(...ticks.map((tick) => amount(tick, unit).length)) * LETTER + 10;
  const [right, top, bottom] = [width - 14, 26, height - 30];
  const [first, last] = [Math.min(...moments), Math.max(...moments)];
  const [low, high] = [ticks[0], ticks.at(-1)];
  return {
    width, height, ticks, left, right, top, bottom, first, last,
    x: (at) => left + 8 + ((at - first) / (last - first || 1)) * (right - left - 8),
    y: (value) => bottom - ((value - low) / (high - low || 1)) * (bottom - top),
  };
}

/** Up to seven round figures that hold the lowest and the highest; from zero on, where that is not far below. */
function rounds(lowest, highest) {
  const low = lowest >= 0 && lowest < highest * 0.7 ? 0 : lowest;
  const rough = (highest - low || Math.abs(highest) || 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough);
  const whole = Number.isInteger(lowest) && Number.isInteger(highest) ? Math.max(1, Math.ceil(step)) : step;
  const start = Math.floor(low / whole);
  const end = Math.max(start + 1, Math.ceil(highest / whole));
  return Array.from({ length: end - start + 1 }, (_, place) => Number(((start + place) * whole).toPrecision(12)));
}

function grid(scale, unit) {
  const lines = scale.ticks.map((tick) => [
    drawn("line", { class: "grid", x1: scale.left, x2: scale.right, y1: scale.y(tick), y2: scale.y(tick) }),
    drawn("text", { class: "axis", x: scale.left - 6, y: scale.y(tick) + 4, "text-anchor": "end" }, amount(tick, unit)),
  ]);
  const days = [day(scale.first), day(scale.last)];
  const ends = [
    drawn("text", { class: "axis", x: scale.left + AIR, y: scale.height - 8 }, days[0]),
    drawn("text", { class: "axis", x: scale.right, y: scale.height - 8, "text-anchor": "end" }, days[1]),
  ].slice(days[0] === days[1] ? 1 : 0);
  return [...lines.flat(), ...ends];
}

function steps(points, scale) {
  const [first, ...later] = points;
  const start = `M${scale.x(first.at)} ${scale.y(first.value)}`;
  return start + later.map((point) => `H${scale.x(point.at)}V${scale.y(point.value)}`).join("");
}

function dot(point, scale, unit, kind) {
  const told = `${worded(point.value, unit, point.qualifier)}, ${day(point.at)}, ${oneLine(point.source)}`;
  return drawn("circle", { class: kind, cx: scale.x(point.at), cy: scale.y(point.value), r: kind === "point" ? 5 : 7 }, drawn("title", {}, told));
}

/** A figure beside each point that has room for it: the newest first, then the oldest, then whatever fits. */
function labels(points, conflicts, scale, unit) {
  const order = [...new Set([points.at(-1), points[0], ...conflicts, ...points.toReversed()])];
  const taken = [...points, ...conflicts].map((point) => box(scale.x(point.at), scale.y(point.value), 5, 5));
  taken.push(...risers(points, scale));
  const bounds = { left: scale.left, right: scale.width - 2, top: 2, bottom: scale.bottom };
  const placed = order.map((point) => {
    const words = signed(point.value, unit, point.qualifier);
    const spot = offers(scale.x(point.at), scale.y(point.value), words.length * LETTER).find(
      (offered) => inside(offered, bounds) && !taken.some((other) => overlap(offered, other)),
    );
    if (!spot) return null;
    taken.push({ ...spot, left: spot.left - AIR, right: spot.right + AIR });
    return drawn("text", { class: conflicts.includes(point) ? "label other" : "label", x: spot.left, y: spot.bottom - 4 }, words);
  });
  return placed;
}

function offers(x, y, wide) {
  const at = (left, bottom) => ({ left, right: left + wide, top: bottom - LINE, bottom });
  return [
    at(x - GAP - wide, y - 4),
    at(x - wide / 2, y - GAP),
    at(x - wide, y - GAP),
    at(x, y - GAP),
    at(x + GAP, y + LINE / 2),
    at(x + GAP, y + LINE + 4),
    at(x - wide, y + LINE + GAP),
  ];
}

/** The lines of the steps, as thin boxes. */
function risers(points, scale) {
  return points.slice(1).flatMap((point, place) => {
    const [x, before, here] = [scale.x(point.at), points[place], scale.y(point.value)];
    const [start, level] = [scale.x(before.at), scale.y(before.value)];
    return [
      { left: start, right: x, top: level - 1, bottom: level + 1 },
      { left: x - 1, right: x + 1, top: Math.min(level, here), bottom: Math.max(level, here) },
    ];
  });
}

function box(x, y, wide, high) {
  return { left: x - wide, right: x + wide, top: y - high, bottom: y + high };
}

function inside(one, bounds) {
  return one.left >= bounds.left && one.right <= bounds.right && one.top >= bounds.top && one.bottom <= bounds.bottom;
}

function overlap(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
