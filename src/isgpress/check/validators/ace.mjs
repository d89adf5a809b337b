// Runs Ace by DAISY over EPUB files in one Chromium, whose pages are used again: a fresh one
// for each document would read Ace's rules each time, which takes longer than they do.
//
// Called by ace.py: node ace.mjs ACE-PUPPETEER BROWSER MILLISECONDS FILE REPORT [FILE REPORT...]
// Writes Ace's report of each FILE as JSON to REPORT; of one that cannot be judged there is
// none, and a line on standard error. MILLISECONDS is what the browser may take to start.
import { readFileSync, realpathSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

const [program, browser, patience, ...files] = process.argv.slice(2);
const beside = (from, name) => createRequire(createRequire(from).resolve(name));
const cli = beside(realpathSync(program), "@daisy/ace-cli/bin/ace");
const core = beside(cli.resolve("@daisy/ace-cli-shared"), "@daisy/ace-core");
const runs = beside(cli.resolve("@daisy/ace-axe-runner-puppeteer"), "puppeteer");
const ace = core("@daisy/ace-core");
core("@daisy/ace-logger").initLogger({ silent: true });

const opened = await runs("puppeteer").launch({
  executablePath: browser,
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
  timeout: Number(patience),
  protocolTimeout: 240000,
});

// As Ace's own runner: the net is not asked, and HTML is XHTML whatever its file is called.
async function answer(request) {
  const url = new URL(request.url());
  if (url.protocol.startsWith("http")) return request.abort();
  const isPage = request.resourceType() === "document" && /\.html?$/.test(url.pathname);
  if (!isPage || url.protocol !== "file:") return request.continue();
  const body = readFileSync(fileURLToPath(url), "utf8");
  return request.respond({ status: 200, contentType: "application/xhtml+xml", body });
}

async function newPage() {
  const page = await opened.newPage();
  await page.setRequestInterception(true);
  page.on("request", answer);
  return page;
}

// Ace looks for the place of each element that axe names, and reports violations alone.
function onlyViolations() {
  const { run } = globalThis.axe;
  globalThis.axe.run = (options, done) => run({ ...options, resultTypes: ["violations"] }, done);
}

const idle = [];
const runner = {
  concurrency: Math.min(4, availableParallelism()),
  launch: async () => {},
  close: async () => {},
  async run(url, scripts, contents) {
    const page = idle.pop() ?? (await newPage());
    await page.goto(url);
    for (const text of contents) await page.evaluate(text);
    for (const path of scripts) await page.evaluate(readFileSync(path, "utf8"));
    await page.evaluate(onlyViolations);
    const found = await page.evaluate(
      () =>
        new Promise((done, fail) =>
          globalThis.daisy.ace.run((fault, result) => (fault ? fail(fault) : done(result))),
        ),
    );
    idle.push(page);
    return found;
  },
};

try {
  for (let n = 0; n < files.length; n += 2) {
    const options = { cwd: process.cwd(), lang: "en", doNotReportMedia: true };
    try {
      const [, report] = await ace(files[n], options, runner);
      writeFileSync(files[n + 1], JSON.stringify(report));
    } catch (fault) {
      console.error(String(fault?.message ?? fault));
    }
  }
} finally {
  await opened.close();
}
