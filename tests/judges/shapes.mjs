// Validates RDF with SHACL shapes, those in SPARQL included, with shacl-engine.
// node shapes.mjs SHAPES DATA → {"results": [[focus node, path or null, constraint component], …]}
import fs from "node:fs";
import { DataFactory, Parser, Store } from "n3";
import { Validator } from "shacl-engine";
import { targetResolvers, validations } from "shacl-engine/sparql.js";

const read = (file) => new Store(new Parser({ blankNodePrefix: "" }).parse(fs.readFileSync(file, "utf-8")));
const [shapes, data] = process.argv.slice(2).map(read);

const factory = { ...DataFactory, dataset: (quads) => new Store([...(quads ?? [])]) };
const validator = new Validator(shapes, { factory, targetResolvers, validations });
const report = await validator.validate({ dataset: data });
const results = report.results.map((result) => [
  result.focusNode.term.value,
  result.path ? result.path[0].predicates[0].value : null,
  result.constraintComponent.value,
]);
console.log(JSON.stringify({ results }));
