// What two reading apps make of a catalogue: clients.cjs MODULES ADDRESS-OF-CATALOGUE
// r2-opds-js is Thorium's reader of OPDS 1.2 and 2.0; opds-feed-parser that of library apps.
// Both go from the first page to every list and every page of it; every file is fetched.
const crypto = require("crypto");
const { createRequire } = require("module");

const [modules, base] = process.argv.slice(2);
const use = createRequire(`${modules}/`);
const dist = "r2-opds-js/dist/es8-es2017/src/opds";
const { initGlobalConverters_GENERIC } = use("r2-shared-js/dist/es8-es2017/src/init-globals");
const { initGlobalConverters_OPDS } = use(`${dist}/init-globals`);
const { XML } = use("r2-utils-js/dist/es8-es2017/src/_utils/xml-js-mapper");
const { TaJsonDeserialize } = use("r2-lcp-js/dist/es8-es2017/src/serializable");
const { OPDS } = use(`${dist}/opds1/opds`);
const { OPDSFeed } = use(`${dist}/opds2/opds2`);
const { convertOpds1ToOpds2 } = use(`${dist}/converter`);
const { DOMParser } = use("@xmldom/xmldom");
const OPDSParser = use("opds-feed-parser").default;

initGlobalConverters_OPDS();
initGlobalConverters_GENERIC();

const text = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.text();
};
const hrefs = (links, rel) => (links ?? []).filter((l) => l.Rel?.includes(rel)).map((l) => l.Href);

// One feed as r2-opds-js sees it, in the form of OPDS 2.0.
async function thorium(address) {
  const data = await text(address);
  if (address.endsWith(".json")) return TaJsonDeserialize(JSON.parse(data), OPDSFeed);
  const document = new DOMParser().parseFromString(data, "application/xml");
  return convertOpds1ToOpds2(XML.deserialize(document, OPDS));
}

async function throughThorium(start) {
  const seen = new Set();
  const todo = [start];
  const titles = new Map();
  while (todo.length) {
    const address = todo.pop();
    if (seen.has(address)) continue;
    seen.add(address);
    const feed = await thorium(address);
    todo.push(...(feed.Navigation ?? []).map((link) => link.Href), ...hrefs(feed.Links, "next"));
    for (const facet of feed.Facets ?? []) todo.push(...facet.Links.map((link) => link.Href));
    for (const one of feed.Publications ?? []) {
      titles.set(one.Metadata.Identifier, {
        title: one.Metadata.Title?.toString(),
        files: one.Links.filter((l) => l.Rel.some((r) => r.includes("/acquisition")))
          .map((l) => [l.Rel[0].split("/").pop(), l.Href]),
        images: (one.Images ?? []).map((link) => link.Href),
      });
    }
  }
  return { pages: seen.size, titles: Object.fromEntries(titles) };
}

async function throughLibraries(start) {
  const titles = new Map();
  const kinds = new Set();
  const seen = new Set();
  const todo = [start];
  while (todo.length) {
    const address = todo.pop();
    if (seen.has(address)) continue;
    seen.add(address);
    const feed = await new OPDSParser().parse(await text(address));
    kinds.add(feed.constructor.name);
    todo.push(...feed.links.filter((l) => l.rel === "next").map((l) => l.href));
    for (const entry of feed.entries) {
      const links = entry.links.map((l) => [l.constructor.name, l.rel, l.href]);
      if (feed.constructor.name === "NavigationFeed") todo.push(...links.map((l) => l[2]));
      else titles.set(entry.id, {
        title: entry.title,
        files: links.filter((l) => l[0] === "OPDSAcquisitionLink")
          .map((l) => [l[1].split("/").pop(), l[2]]),
        images: links.filter((l) => l[0] === "OPDSArtworkLink").map((l) => l[2]),
      });
    }
  }
  return { pages: seen.size, kinds: [...kinds].sort(), titles: Object.fromEntries(titles) };
}

async function main() {
  const found = {
    old: await throughThorium(`${base}/opds/index.xml`),
    new: await throughThorium(`${base}/opds/index.json`),
    libraries: await throughLibraries(`${base}/opds/index.xml`),
    files: {},
  };
  for (const client of [found.old, found.new, found.libraries]) {
    for (const title of Object.values(client.titles)) {
      const wanted = [...title.files.filter((f) => f[0] !== "buy").map((f) => f[1]), ...title.images];
      for (const address of wanted) {
        if (found.files[address]) continue;
        const data = Buffer.from(await (await fetch(address)).arrayBuffer());
        const sum = crypto.createHash("sha256").update(data).digest("hex");
        found.files[address] = [data.length, sum];
      }
    }
  }
  console.log(JSON.stringify(found));
}

main().catch((fault) => { console.error(fault); process.exit(1); });
