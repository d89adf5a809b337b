// What ajv says of files of an OPDS 2.0 catalogue: feeds.cjs MODULES SCHEMAS < FILES
// FILES is an object of names and texts; faults are written the same way. What lies in a
// folder "title" is a publication, all else a feed. Every schema is read from the folder.
const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");

const [modules, folder] = process.argv.slice(2);
const use = createRequire(`${modules}/`);
const Ajv = use("ajv").default;

const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
use("ajv-formats").default(ajv);
for (const name of fs.readdirSync(folder, { recursive: true })) {
  if (!name.endsWith(".schema.json")) continue;
  ajv.addSchema(JSON.parse(fs.readFileSync(path.join(folder, name), "utf8")));
}
const feed = ajv.getSchema("https://specs.opds.io/schema/feed.schema.json");
const publication = ajv.getSchema("https://specs.opds.io/schema/publication.schema.json");

const found = {};
for (const [name, text] of Object.entries(JSON.parse(fs.readFileSync(0, "utf8")))) {
  const value = JSON.parse(text);
  const judge = name.includes("title/") ? publication : feed;
  if (!judge(value)) found[name] = judge.errors.map((e) => `${e.instancePath}: ${e.message}`);
}
console.log(JSON.stringify(found));
