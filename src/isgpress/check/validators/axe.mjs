// Opens every page below a folder in Chromium, in each scheme and width, and lets axe judge it.
// Called by axe.py: node axe.mjs MODULES BROWSER FOLDER. Prints a list of violations as JSON.
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, browser, folder] = process.argv.slice(2);
const core = join(modules, "puppeteer-core/lib/esm/puppeteer/puppeteer-core.js");
const { default: puppeteer } = await import(pathToFileURL(core));
const axe = readFileSync(join(modules, "axe-core/axe.min.js"), "utf8");

const SCHEMES = ["light", "dark"];
const WIDTHS = [1280, 320]; // CSS pixels; 320 is that of WCAG 2.2, 1.4.10
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// Gives what axe found, one row for each element; `steps` leads to it as in an EPUB CFI.
async function judge(tags) {
  const rules = { "target-size": { enabled: true } };
  const options = { runOnly: { type: "tag", values: tags }, rules };
  const { violations } = await globalThis.axe.run(document, options);
  const steps = (element) => {
    const path = [];
    for (let e = element; e?.parentElement; e = e.parentElement)
      path.unshift(`/${2 * ([...e.parentElement.children].indexOf(e) + 1)}`);
    return path.join("");
  };
  return violations.flatMap(({ id, impact, help, nodes }) =>
    nodes.map(({ html, target }) => {
      const found = typeof target[0] === "string" ? document.querySelector(target[0]) : null;
      return { id, impact, help, html, steps: found ? steps(found) : "" };
    }),
  );
}

function overflow() {
  const over = document.documentElement.scrollWidth - innerWidth;
  const wide = [...document.body.querySelectorAll("*")].find(
    (e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll"),
  );
  return over > 0 ? { over, html: wide?.outerHTML.slice(0, 200) ?? "" } : null;
}

async function look(page, name, scheme, width) {
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.setViewport({ width, height: 800 });
  const found = [];
  const add = (id, impact, help, html) => found.push({ name, scheme, width, id, impact, help, html });
  const violations = await page.evaluate(judge, TAGS);
  found.push(...violations.map((row) => ({ name, scheme, width, ...row })));
  const wide = await page.evaluate(overflow);
  if (wide) add("reflow", "serious", `the page is ${wide.over} px wider than the window`, wide.html);
  return found;
}

async function lookAt(page, name) {
  const found = [];
  const lost = (request) => {
    found.push({ name, id: "missing-resource", impact: "serious", help: request.url(), html: "" });
  };
  page.on("requestfailed", lost);
  await page.goto(pathToFileURL(join(folder, name)), { waitUntil: "load", timeout: 60000 });
  await page.evaluate(axe);
  for (const scheme of SCHEMES)
    for (const width of WIDTHS) found.push(...(await look(page, name, scheme, width)));
  page.off("requestfailed", lost);
  return found;
}

const opened = await puppeteer.launch({
  executablePath: browser,
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--allow-file-access-from-files"],
  timeout: 60000,
  protocolTimeout: 300000,
});
try {
  const inside = readdirSync(resolve(folder), { recursive: true });
  const names = inside.filter((name) => name.endsWith(".html")).sort();
  const found = [];
  const page = await opened.newPage();
  for (const name of names) found.push(...(await lookAt(page, name)));
  process.stdout.write(JSON.stringify({ pages: names.length, violations: found }));
} finally {
  await opened.close();
}
