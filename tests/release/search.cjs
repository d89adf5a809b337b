// What the page for searching shows: search.cjs MODULES BROWSER ADDRESS
const { createRequire } = require("module");

const [modules, executablePath, address] = process.argv.slice(2);
const puppeteer = createRequire(`${modules}/`)("puppeteer-core");

async function main() {
  const browser = await puppeteer.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  try {
    const page = await browser.newPage();
    await page.goto(address, { timeout: 120_000 });
    const shown = () =>
      document.getElementById("count").textContent &&
      (/ 0$/.test(document.getElementById("count").textContent) ||
        document.querySelector("#results li"));
    await page.waitForFunction(shown, { timeout: 120_000 });
    console.log(await page.$eval("main", (main) => main.outerHTML));
  } finally {
    await browser.close();
  }
}

main().catch((fault) => { console.error(fault); process.exit(1); });
