// Opens pages of a site in a real browser, from the folder, and tells what is wrong with them.
// node site.mjs CHROMIUM REQUEST.json → {problems: [{page, theme, width, kind, what}], found: [[…]], plain: […], pages: n}
// REQUEST: {folder, pages: [name], views: [{theme, width, pages}], queries: [{q, …filters}], without_script: [name]}
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import { chromium } from "playwright-core";

const [, , executablePath, request] = process.argv;
const asked = JSON.parse(fs.readFileSync(request, "utf-8"));
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");
const problems = [];
const at = (name) => pathToFileURL(path.join(asked.folder, name)).href;

const rules = { root: true, extends: ["html-validate:standard", "html-validate:a11y"], rules: { "no-missing-references": "error" } };
const validator = new HtmlValidate(new StaticConfigLoader(rules));
for (const name of asked.pages) {
  const report = await validator.validateString(fs.readFileSync(path.join(asked.folder, name), "utf-8"), name);
  for (const message of report.results.flatMap((one) => one.messages))
    if (message.severity === 2) problems.push({ page: name, kind: "html", what: `${message.ruleId} L${message.line}: ${message.message}` });
}

const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const browser = await chromium.launch({ executablePath, args: [...args, "--disable-component-update", "--disable-sync"] });

async function opened(context, name, told) {
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && told("console", message.text()));
  page.on("pageerror", (fault) => told("script", String(fault)));
  page.on("request", (one) => /^(file|data|blob):/.test(one.url()) || told("request", one.url()));
  await page.goto(at(name), { waitUntil: "load" });
  return page;
}

for (const { theme, width, pages } of asked.views) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme, offline: true, bypassCSP: false });
  for (const name of pages) {
    const told = (kind, what) => problems.push({ page: name, theme, width, kind, what });
    const page = await opened(context, name, told);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) told("overflow", `${wide} px`);
    const session = await context.newCDPSession(page);
    await session.send("Page.setBypassCSP", { enabled: true });
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"], preload: false }));
      for (const one of found.violations) told("axe", `${one.id}: ${one.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(" | ")}`);
      await page.close();
    }
    await context.close();
}

const found = [];
if (asked.queries.length) {
  const context = await browser.newContext({ offline: true });
  const page = await opened(context, "search.html", (kind, what) => problems.push({ page: "search.html", kind, what }));
  for (const query of asked.queries)
    found.push(await page.evaluate((q) => window.bouhanFind(q).hits.map((one) => `${one.page}#${one.fragment}`), query));
  await context.close();
}

const plain = [];
const bare = await browser.newContext({ offline: true, javaScriptEnabled: false });
for (const name of asked.without_script) {
  const page = await opened(bare, name, (kind, what) => problems.push({ page: name, kind, what }));
  plain.push(await page.locator("main").textContent());
  await page.close();
}
await browser.close();
console.log(JSON.stringify({ problems, found, plain, pages: asked.pages.length }));
