// A small reading system around foliate-js. Its functions, in `reader`, are what a reader
// does, and give what then stands on the screen.
import { FootnoteHandler } from "/foliate/footnotes.js";

// The engine waits a tenth of a second after each turn, for the sake of fingers.
const later = globalThis.setTimeout;
globalThis.setTimeout = (f, ms, ...more) => later(f, ms === 100 ? 0 : ms, ...more);
const { makeBook } = await import("/foliate/view.js");

const HEADINGS = "h1, h2, h3, h4, h5, h6";
const frame = () => new Promise((done) => requestAnimationFrame(() => later(done)));
let view;

const contents = () => view.renderer.getContents()[0];
const rects = (doc, node) => {
  const range = doc.createRange();
  range.selectNodeContents(node);
  return [...range.getClientRects()].filter((r) => r.width > 0.5 && r.height > 0.5);
};
// Gives where the words of a text stand; spaces that hang over the end of a line are none.
function wordRects(doc, node) {
  const range = doc.createRange();
  return [...node.nodeValue.matchAll(/\S+/g)].flatMap(({ 0: word, index }) => {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    return [...range.getClientRects()];
  });
}

// Tells whether a box is on the screen. Text from right to left grows to the left of its
// frame, which has no empty screens at its ends as the engine's view has.
function isOn({ left, right }) {
  const { start, size, pages } = view.renderer;
  const { direction } = getComputedStyle(contents().doc.body);
  const middle = (left + right) / 2;
  const at = direction === "rtl" ? (pages - 1) * size - middle : middle + size;
  return at > start && at < start + size;
}

function* texts(doc, from = doc.body) {
  const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT);
  walker.currentNode = from;
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (node.nodeValue.trim()) yield node;
}

// Gives a colour of CSS as its red, green, blue and alpha.
const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
const known = new Map();
function rgba(colour) {
  if (!known.has(colour)) known.set(colour, painted(colour));
  return known.get(colour);
}
function painted(colour) {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a / 255];
}
const over = ([r, g, b, a], below) => [r, g, b].map((c, n) => c * a + below[n] * (1 - a));
// WCAG 2.2: relative luminance, contrast ratio
const luminance = (colour) =>
  colour
    .map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
const paper = (doc) => {
  const probe = doc.body.appendChild(doc.createElement("i"));
  probe.style.cssText = "background: Canvas; display: none";
  const colour = rgba(doc.defaultView.getComputedStyle(probe).backgroundColor);
  probe.remove();
  return colour.slice(0, 3);
};
function readable(doc, element, sheet) {
  const { getComputedStyle } = doc.defaultView;
  const layers = [];
  for (let e = element; e; e = e.parentElement)
    layers.unshift(rgba(getComputedStyle(e).backgroundColor));
  const ground = layers.reduce((below, layer) => over(layer, below), sheet);
  return contrast(over(rgba(getComputedStyle(element).color), ground), ground);
}

const screen = () => view.lastLocation.range.toString();

// Opens a file of the book; gives what of it cannot be read: `cut` runs over the edge of a
// screen, `faint` has too little contrast with what is behind it.
async function inspect(number) {
  await view.goTo(number);
  await settle();
  const { doc } = contents();
  const { size } = view.renderer;
  const height = doc.documentElement.clientHeight;
  const isCut = ({ left, right, top, bottom }) => {
    const edge = Math.floor((left + right) / 2 / size) * size;
    return left < edge - 1 || right > edge + size + 1 || top < -1 || bottom > height + 1;
  };
  const cut = [...doc.images].filter((i) => isCut(i.getBoundingClientRect())).map((i) => i.alt);
  const ratios = new Map();
  const sheet = paper(doc);
  for (const node of texts(doc)) {
    const shown = rects(doc, node);
    if (shown.some(isCut) && wordRects(doc, node).some(isCut)) cut.push(node.nodeValue.trim());
    const parent = node.parentElement;
    if (shown.length && !ratios.has(parent)) ratios.set(parent, readable(doc, parent, sheet));
  }
  const weak = [...ratios].filter(([, ratio]) => ratio < 4.5);
  const faint = weak.map(([e, ratio]) => `${ratio.toFixed(1)}: ${e.textContent.trim()}`);
  const { id } = view.book.sections[number];
  return { file: id, text: doc.body.textContent, cut, faint, paper: sheet };
}

// Where a link of the book leads: what stands there, and whether it is on the screen.
async function goTo(href) {
  const to = view.resolveNavigation(href);
  await view.goTo(href);
  const { doc, index } = contents();
  const target = to.anchor(doc) || doc.body;
  const heading = target.matches(HEADINGS) ? target
    : target.querySelector(HEADINGS) ?? target.closest(HEADINGS);
  const first = texts(doc, target).next().value;
  const lead = (node) => !!node && rects(doc, node).slice(0, 1).some(isOn);
  return {
    found: to.index === index,
    heading: heading?.textContent ?? "",
    headingShown: !!heading && lead(heading),
    word: first?.nodeValue.trim().split(/\s/)[0] ?? "",
    wordShown: lead(first),
    label: view.lastLocation.pageItem?.label?.trim() ?? "",
  };
}

// Opens the note of a call, in a window of its own; gives the window's text.
async function openNote(href, id) {
  await view.goTo(href);
  const dialog = document.body.appendChild(document.createElement("dialog"));
  dialog.show();
  const handler = new FootnoteHandler();
  handler.addEventListener("before-render", ({ detail }) => {
    dialog.replaceChildren(detail.view);
    detail.view.renderer.setStyles(view.styles);
  });
  const rendered = new Promise((done) => handler.addEventListener("render", done, { once: true }));
  const asked = (event) => handler.handle(view.book, event);
  view.addEventListener("link", asked, { once: true });
  const call = contents().doc.getElementById(id);
  call.click();
  const { detail } = await rendered;
  const { doc } = detail.view.renderer.getContents()[0] ?? { doc: null };
  const text = (doc ?? detail.target.ownerDocument).body.textContent;
  return { text, type: detail.type, call: call.textContent };
}

// Brings a picture or table to the screen; gives the box that it fills there.
async function show(href, tag, number) {
  const { index } = view.resolveNavigation(href);
  const find = (doc) => doc.getElementsByTagName(tag)[number];
  await view.renderer.goTo({ index, anchor: find });
  const { doc } = contents();
  await find(doc).decode?.();
  await settle();
  await view.renderer.goTo({ index, anchor: find });
  await settle();
  const box = find(doc).getBoundingClientRect();
  const frame = doc.defaultView.frameElement.getBoundingClientRect();
  return { x: box.x + frame.x, y: box.y + frame.y, width: box.width, height: box.height };
}

const closeNote = () => document.querySelectorAll("dialog").forEach((d) => d.remove());

// Gives every link of a list of the nav, those inside others too, in order.
const flat = (items) => (items ?? []).flatMap((i) => [i, ...flat(i.subitems)])
  .filter(({ href }) => href).map(({ label, href }) => ({ label: label?.trim() ?? "", href }));

async function open(scale) {
  const file = await (await fetch("/book.epub")).blob();
  view = document.body.appendChild(document.createElement("foliate-view"));
  await view.open(await makeBook(new File([file], "book.epub")));
  view.styles = `html { color-scheme: light dark; font-size: ${scale}% }`;
  view.renderer.setStyles(view.styles);
  await view.goTo(0);
  await frame();
  const { book } = view;
  return {
    title: book.metadata.title,
    direction: book.dir ?? "",
    files: book.sections.map(({ id }) => id),
    contents: flat(book.toc),
    pages: flat(book.pageList),
  };
}

// Gives the number of the file of each link.
const filesOf = (links) => links.map((link) => view.resolveNavigation(link).index);

// Turns pages in one direction until there is nowhere to go; gives every screen.
async function walk(step) {
  const { renderer } = view;
  const here = () => ({ file: view.book.sections[contents().index].id, text: screen() });
  const screens = [here()];
  while (!(step === "next" ? renderer.atEnd : renderer.atStart)) {
    await view[step]();
    screens.push(here());
  }
  return screens;
}

const settle = async () => {
  await contents().doc.fonts.ready;
  await frame();
};
const size = () => {
  const { doc } = contents();
  return parseFloat(doc.defaultView.getComputedStyle(doc.body).fontSize);
};

globalThis.reader = {
  open, filesOf, inspect, goTo, openNote, closeNote, show, walk, settle, size,
};
