// What the page for searching shows, as a list: search.cjs MODULES BROWSER ADDRESS...
const { createRequire } = require("module");

const [modules, executablePath, ...addresses] = process.argv.slice(2);
const puppeteer = createRequire(`${modules}/`)("puppeteer-core");

async function main() {
  const browser = await puppeteer.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  try {
    const page = await browser.newPage();
    const shown = () =>
      document.getElementById("count").textContent &&
      (/ 0$/.test(document.getElementById("count").textContent) ||
        document.querySelector("#results li"));
    const found = [];
    for (const address of addresses) {
      await page.goto(address, { timeout: 120_000 });
      await page.waitForFunction(shown, { timeout: 120_000 });
      found.push(await page.$eval("main", (main) => main.outerHTML));
    }
    console.log(JSON.stringify(found));
  } finally {
    await browser.close();
  }
}

main().catch((fault) => { console.error(fault); process.exit(1); });
