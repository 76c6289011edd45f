// Judges one HTML page by the rules of html-validate that follow from the HTML standard and WCAG, not by those of taste.
// node page.mjs FILE → {"errors": [{rule, line, message}]}
import fs from "node:fs";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const loader = new StaticConfigLoader({
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: { "no-missing-references": "error" },
});
const report = await new HtmlValidate(loader).validateString(fs.readFileSync(process.argv[2], "utf-8"), process.argv[2]);
const messages = report.results.flatMap((result) => result.messages);
console.log(
  JSON.stringify({
    errors: messages.filter((m) => m.severity === 2).map((m) => ({ rule: m.ruleId, line: m.line, message: m.message })),
  }),
);
