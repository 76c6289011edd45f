// Walks pages of a site with the tab key alone, and prints them on A4.
// node keys.mjs CHROMIUM REQUEST.json → {pages: [{page, first, inside, reached, missed, unseen, words, pdf}]}
// REQUEST: {folder, pages: [name], out}
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [, , executablePath, request] = process.argv;
const asked = JSON.parse(fs.readFileSync(request, "utf-8"));
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const browser = await chromium.launch({ executablePath, args: [...args, "--disable-component-update", "--disable-sync"] });
const pages = [];
for (const [number, name] of asked.pages.entries()) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, offline: true });
  const page = await context.newPage();
  await page.goto(pathToFileURL(path.join(asked.folder, name)).href, { waitUntil: "load" });
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => document.activeElement.getAttribute("href"));
  let inside = false;
  if (first === "#content") {
    await page.keyboard.press("Enter");
    inside = await page.evaluate(() => document.activeElement.id === "content");
  }
  await page.goto("about:blank");
  await page.goto(pathToFileURL(path.join(asked.folder, name)).href, { waitUntil: "load" });
  const count = await page.evaluate(() => {
    const usable = "a[href], button, input, select, textarea, summary, [tabindex='0']";
    const seen = [...document.querySelectorAll(usable)].filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled);
    seen.forEach((one, at) => (one.dataset.walk = String(at)));
    window.walked = { reached: new Set(), unseen: [] };
    return seen.length;
  });
  for (let step = 0; step < count + 5; step++) {
    await page.keyboard.press("Tab");
    const done = await page.evaluate(() => {
      const one = document.activeElement;
      if (one === document.body || !one.dataset.walk) return one === document.body;
      const known = window.walked.reached.has(one.dataset.walk);
      window.walked.reached.add(one.dataset.walk);
      const style = getComputedStyle(one);
      if (!known && (style.outlineStyle === "none" || parseFloat(style.outlineWidth) === 0)) window.walked.unseen.push(one.outerHTML.slice(0, 90));
      return false;
    });
    if (done && step > 0) break;
  }
  const { missed, unseen } = await page.evaluate(() => ({
    missed: [...document.querySelectorAll("[data-walk]")]
      .filter((one) => !window.walked.reached.has(one.dataset.walk) && !(one.type === "radio"))
      .map((one) => one.outerHTML.slice(0, 90)),
    unseen: window.walked.unseen,
  }));
  const pdf = `page-${number}.pdf`;
  fs.writeFileSync(path.join(asked.out, pdf), await page.pdf({ format: "A4", preferCSSPageSize: true }));
  await page.emulateMedia({ media: "print" });
  const words = await page.evaluate(() =>
    [...document.querySelectorAll("main h1, main h2, main h3, main td, main th, main li")]
      .filter((one) => one.checkVisibility() && one.children.length === 0)
      .map((one) => one.textContent.trim())
      .filter((text) => text && text.length < 60),
  );
  pages.push({ page: name, first, inside, reached: count - missed.length, missed, unseen, words, pdf });
  await context.close();
}
await browser.close();
console.log(JSON.stringify({ pages }));
