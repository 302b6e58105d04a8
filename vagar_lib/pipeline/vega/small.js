// An SVG as Vega writes it in, one without what a reader can't see out. Numbers are rounded as Python rounds them.

// What the drawing says nothing with: the text alternative and the style sheet of the page take its place.
const NEEDLESS = new Set(
  "class role pointer-events font-family version href xlink:href target cursor xmlns xmlns:xlink".split(" "),
);
const INITIAL = { opacity: "1", "fill-opacity": "1", "stroke-opacity": "1", display: "inline" };
// Attributes that a group hands down to what it holds.
const INHERITED = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap",
  "stroke-linejoin", "stroke-miterlimit", "font-size", "font-weight", "font-style", "text-anchor",
];
const SHAPES = new Set(["path", "rect", "line", "circle", "ellipse", "polygon", "polyline"]);
const GEOMETRY = new Set("x y x1 y1 x2 y2 cx cy r rx ry width height dx dy".split(" "));
const STRENGTHS = new Set(["opacity", "fill-opacity", "stroke-opacity", "stroke-width"]);
const GROUPS = new Set(["g", "a"]);
const JOINED = new Set(["stroke", "stroke-width", "stroke-dasharray", "stroke-linecap"]);
const SHEET = new Set(["white", "#fff", "#ffffff", "transparent", undefined]);

const NUMBER = "-?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[-+]?\\d+)?";
const NUMBERS = new RegExp(NUMBER, "g");
const DISC = new RegExp(`^M(${NUMBER}),0A\\1,\\1,0,1,1,-\\1,0A\\1,\\1,0,1,1,\\1,0Z?$`);
const MOVE = new RegExp(`^translate\\((${NUMBER}),(${NUMBER})\\)$`);
const STRAIGHT = /^[MLZ\d.,e+\-\s]+$/;

function small(text) {
  const root = read(text);
  const sheet = root.children.find((node) => node.tag === "rect");
  root.children = root.children.filter((node) => (node !== sheet || !SHEET.has(get(sheet, "fill"))) && seen(node));
  nameClips(root);
  shorten(root);
  root.children = root.children.flatMap(unwrapped);
  return written(root);
}

// Elements with their texts, which stay as they are escaped; what Vega writes has no comments.
function read(text) {
  const token = /<(\/?)([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
  const top = { words: "", children: [] };
  let at = top;
  while (token.lastIndex < text.length) {
    const found = token.exec(text);
    if (!found) throw new Error("that is no SVG as Vega writes it");
    const [, end, tag, attributes, alone, words] = found;
    if (tag === "image")
      throw new Error("a chart with pictures in it can't be drawn; marks of type image are not allowed");
    if (words !== undefined) at.words += words;
    else if (end) at = at.parent;
    else {
      const node = { tag, parent: at, words: "", children: [], attributes: attributesOf(tag, attributes) };
      at.children.push(node);
      if (!alone) at = node;
    }
  }
  return top.children[0];
}

function attributesOf(tag, text) {
  const attributes = new Map();
  for (const [, key, value] of text.matchAll(/([\w:-]+)="([^"]*)"/g))
    if (!NEEDLESS.has(key) && !key.startsWith("aria-") && INITIAL[key] !== value) attributes.set(key, value);
  if (tag !== "g" && (attributes.get("stroke") ?? "none") === "none")
    for (const key of attributes.keys()) if (key.startsWith("stroke-")) attributes.delete(key);
  if (attributes.get("transform") === "translate(0,0)") attributes.delete("transform");
  return attributes;
}

function written({ tag, attributes, words, children }) {
  let text = `<${tag}`;
  for (const [key, value] of attributes) text += ` ${key}="${value}"`;
  return words || children.length ? `${text}>${words}${children.map(written).join("")}</${tag}>` : `${text}/>`;
}

const below = (node) => [node, ...node.children.flatMap(below)];
const get = (node, key, otherwise) => node.attributes.get(key) ?? otherwise;
const remove = (node) => node.parent.children.splice(node.parent.children.indexOf(node), 1);

// Whether an element can be seen; what is in it and has neither fill nor stroke, or is hidden, is removed.
function seen(node) {
  if (node.tag === "clipPath") return true;
  if (node.tag === "defs") return node.children.length > 0;
  const none = (key) => ["none", "transparent"].includes(get(node, key, "none"));
  const hidden = get(node, "display") === "none" || get(node, "opacity") === "0";
  if (hidden || (SHAPES.has(node.tag) && none("fill") && none("stroke"))) return false;
  node.children = node.children.filter(seen);
  return !GROUPS.has(node.tag) || node.children.length > 0;
}

// Name clips and gradients by their order, one name for those alike; Vega numbers them on and on.
function nameClips(root) {
  const named = below(root).filter((node) => node.attributes.has("id"));
  if (!named.length) return;
  const names = new Map(), alike = new Map(), used = new Set();
  for (const node of named) {
    const old = get(node, "id");
    node.attributes.delete("id");
    const content = written(node);
    if (alike.has(content)) remove(node);
    else {
      alike.set(content, `c${alike.size}`);
      node.attributes.set("id", alike.get(content));
    }
    names.set(old, alike.get(content));
  }
  for (const node of below(root))
    for (const [key, value] of node.attributes) {
      const name = /^url\(#(.+)\)$/.exec(value);
      if (name) {
        used.add(names.get(name[1]));
        node.attributes.set(key, `url(#${names.get(name[1])})`);
      }
    }
  for (const node of named) if (node.attributes.has("id") && !used.has(get(node, "id"))) remove(node);
}

function shorten(node) {
  node.children.forEach(shorten);
  round(node);
  joinLines(node);
  if (node.tag === "g") handUp(node.children, node);
}

function round(node) {
  const own = node.attributes;
  const place = MOVE.exec(get(node, "transform", "translate(0,0)"));
  if (node.tag === "path") roundPath(node, place);
  else if (node.tag === "line" && place) lineToPath(node, Number(place[1]), Number(place[2]));
  else if (node.tag === "text" && place && !node.children.length && !own.has("x") && !own.has("y")) {
    own.set("x", place[1]).set("y", place[2]);
    own.delete("transform");
  }
  for (const [key, value] of own) {
    if (key === "transform") own.set(key, roundedTransform(value));
    else if (GEOMETRY.has(key)) own.set(key, shorter(value, 1));
    else if (STRENGTHS.has(key)) own.set(key, shorter(value, 2));
    else if (key === "font-size") own.set(key, value.replace(/px$/, ""));
  }
}

function roundPath(node, place) {
  const path = get(node, "d", "");
  const disc = place && DISC.exec(path);
  if (disc) {
    node.tag = "circle";
    node.attributes.set("cx", place[1]).set("cy", place[2]).set("r", disc[1]);
    node.attributes.delete("d");
    node.attributes.delete("transform");
  } else node.attributes.set("d", STRAIGHT.test(path) ? relative(path) : shorter(path, 1));
}

function lineToPath(node, left, top) {
  const [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map((key) => Number(get(node, key, 0)));
  for (const key of ["x1", "y1", "x2", "y2", "transform"]) node.attributes.delete(key);
  node.tag = "path";
  node.attributes.set("d", relative(`M${left + x1},${top + y1}L${left + x2},${top + y2}`));
}

// Draw neighbours that differ in nothing but place, such as grid lines, as one path.
function joinLines(node) {
  const kept = [];
  for (const child of node.children) {
    if (kept.length && alikeLines(kept.at(-1), child))
      child.attributes.set("d", get(kept.pop(), "d") + get(child, "d"));
    kept.push(child);
  }
  node.children = kept;
}

function alikeLines(one, other) {
  if (one.tag !== "path" || other.tag !== "path" || one.attributes.size !== other.attributes.size) return false;
  for (const [key, value] of other.attributes)
    if (key !== "d" && !(JOINED.has(key) && get(one, key) === value)) return false;
  return true;
}

// A path of straight lines in steps of a tenth from point to point; steps of nothing left out.
function relative(path) {
  let text = "", at = [0, 0], start = at, first = true;
  for (const [, command, points] of path.matchAll(/([MLZ])([^MLZ]*)/g)) {
    if (command === "Z") {
      text += "z";
      [at, first] = [start, true];
    }
    const tenths = (points.match(NUMBERS) ?? []).map((value) => even(Number(value) * 10));
    for (let i = 0; i < tenths.length; i += 2) {
      const to = [tenths[i], tenths[i + 1]];
      if (command === "M" && i === 0) {
        text += `M${pair(...to)}`;
        [start, first] = [to, true];
      } else if (first || to[0] !== at[0] || to[1] !== at[1]) {
        const step = pair(to[0] - at[0], to[1] - at[1]);
        text += first ? `l${step}` : step.startsWith("-") ? step : ` ${step}`;
        first = false;
      }
      at = to;
    }
  }
  return text;
}

function pair(x, y) {
  const [first, second] = [plain(x / 10, 1), plain(y / 10, 1)];
  return second.startsWith("-") ? `${first}${second}` : `${first} ${second}`;
}

// The nearest whole number; the even one of two that are as near.
function even(value) {
  const near = Math.round(value);
  return near - value === 0.5 ? 2 * Math.round(value / 2) : near;
}

function plain(value, decimals) {
  const halves = value * 2 ** (decimals + 1); // whole and odd where two are as near
  const text = Number.isInteger(halves) && halves % 2 ? even(value * 10 ** decimals) / 10 ** decimals : value;
  const short = text.toFixed(decimals).replace(/\.?0+$/, "").replace(/^(-?)0\./, "$1.");
  return short === "-0" || short === "-" || short === "" ? "0" : short;
}

// A text with each of its numbers rounded.
const shorter = (text, decimals) => text.replace(NUMBERS, (found) => plain(Number(found), decimals));

const roundedTransform = (text) =>
  text.replace(/(\w+)\(([^)]*)\)/g, (_, kind, held) => `${kind}(${shorter(held, kind === "translate" ? 1 : 4)})`);

// Let a group say once what all it holds have in common.
function handUp(held, group) {
  if (held.length < 2) return;
  for (const key of INHERITED) {
    const value = get(held[0], key);
    if (value === undefined || held.some((child) => get(child, key) !== value)) continue;
    group.attributes.set(key, value);
    for (const child of held) child.attributes.delete(key);
  }
}

// An element, or what is in it if that is a group that does nothing, or a link: a drawing has none.
function unwrapped(node) {
  node.children = node.children.flatMap(unwrapped);
  return node.tag === "a" || (node.tag === "g" && !node.attributes.size) ? node.children : [node];
}
