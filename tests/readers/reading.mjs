// Reads an EPUB in Chromium with foliate-js: `node reading.mjs PLAN`, where PLAN is a file
// of JSON (see conftest.py). Prints what was seen as JSON; pictures go to PLAN's `shots`.
import { createServer } from "node:http";
import { mkdirSync, readFileSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { pathToFileURL } from "node:url";

const plan = JSON.parse(readFileSync(process.argv[2], "utf8"));
const core = join(plan.modules, "puppeteer-core/lib/esm/puppeteer/puppeteer-core.js");
const { default: puppeteer } = await import(pathToFileURL(core));

const TYPES = { ".html": "text/html", ".js": "text/javascript" };
const ROOTS = { foliate: join(plan.modules, "foliate-js"), tests: import.meta.dirname };
const server = createServer((request, response) => {
  const path = new URL(request.url, "http://x").pathname;
  const [, root, ...rest] = normalize(path).split("/");
  try {
    const file = path === "/book.epub" ? plan.epub : join(ROOTS[root], ...rest);
    const data = readFileSync(file);
    response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream");
    response.end(data);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const address = `http://127.0.0.1:${server.address().port}/tests/reader.html`;

// One reader: a scheme of colours and a size of type.
async function read(browser, { name, scheme, scale, walk, follow, pictures, shots }) {
  const page = await browser.newPage();
  page.setDefaultTimeout(300000); // other tests may have the machine
  const said = [];
  page.on("pageerror", (fault) => said.push(String(fault)));
  page.on("console", (message) => {
    const text = message.text();
    const ours = !text.startsWith("An iframe which has both"); // the engine's own frames
    if (["error", "warn"].includes(message.type()) && ours) said.push(text);
  });
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (!["blob:", "data:"].includes(protocol) && hostname !== "127.0.0.1")
      said.push(`asks for ${request.url()}`);
  });
  const call = (what, ...values) =>
    page.evaluate((f, v) => globalThis.reader[f](...v), what, values);
  const shoot = async (label) => {
    await call("settle");
    await page.screenshot({ path: join(plan.shots, `${name}-${label}.png`) });
  };
  await page.setViewport(plan.window);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(address, { waitUntil: "load" });
  await page.waitForFunction("globalThis.reader");
  const seen = { followed: follow, book: await call("open", scale), size: await call("size") };
  if (walk) {
    await call("settle");
    seen.forward = await call("walk", "next");
    seen.back = await call("walk", "prev");
  }
  const { files } = seen.book;
  Object.assign(seen, { files: [], contents: [], pages: [], notes: [], pictures: [] });
  const tasks = [];
  const each = (list, task) => list.forEach((one, n) => tasks.push([one, n, task]));
  each(follow ? seen.book.contents : [], async ({ label, href }, n) => {
    seen.contents[n] = { label, at: await call("goTo", href) };
    if (shots.includes(n)) await shoot(`contents-${n}`);
  });
  each(follow ? seen.book.pages : [], async ({ label, href }, n) => {
    seen.pages[n] = { label, at: await call("goTo", href) };
  });
  each(follow ? plan.notes : [], async ({ href, id }, n) => {
    seen.notes[n] = { id, ...(await call("openNote", href, id)) };
    if (n === 0 && shots.length) await shoot("note");
    await call("closeNote");
  });
  each(files.map((href) => ({ href })), async (file, n) => {
    seen.files[n] = await call("inspect", n);
  });
  each(pictures, async ({ href, tag, number }, n) => {
    const clip = await call("show", href, tag, number);
    const path = join(plan.shots, `${name}-${tag}-${n}.png`);
    const isPart = tag === "img" && clip.width >= 1 && clip.height >= 1;
    await page.screenshot({ path, captureBeyondViewport: false, ...(isPart ? { clip } : {}) });
    seen.pictures[n] = { href, tag, clip, path };
  });
  // Each file is opened once: the first thing that is done with it leads to it.
  const at = await call("filesOf", tasks.map(([{ href }]) => href));
  const order = tasks.map((task, n) => [at[n], task]).sort(([one], [other]) => one - other);
  for (const [, [one, n, task]] of order) await task(one, n);
  await page.close();
  return { ...seen, said };
}

mkdirSync(plan.shots, { recursive: true });
const browser = await puppeteer.launch({
  executablePath: plan.browser,
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
  timeout: 60000,
  protocolTimeout: 300000,
});
try {
  const seen = {};
  for (const reader of plan.readers) seen[reader.name] = await read(browser, reader);
  process.stdout.write(JSON.stringify(seen));
} finally {
  await browser.close();
  server.close();
}
