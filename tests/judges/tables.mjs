// Reads every table of a release's datapackage.json with the `datapackage` library: types, constraints, foreign keys.
// node tables.mjs RELEASE → {"rows": {table: count}, "errors": [{table, message}]}
import path from "node:path";
import datapackage from "datapackage";

const folder = process.argv[2];
const described = await datapackage.Package.load(path.join(folder, "datapackage.json"), { basePath: folder });
const rows = {};
const errors = described.errors.map((error) => ({ table: "datapackage.json", message: error.message }));

const told = (error) => [error.message, ...(error.errors ?? []).map((part) => part.message)].join("; ");

for (const resource of described.resources) {
  errors.push(...resource.errors.map((error) => ({ table: resource.name, message: error.message })));
  if (!resource.tabular) {
    errors.push({ table: resource.name, message: "is not read as a table" });
    continue;
  }
  try {
    const read = await resource.read({ relations: true, forceCast: true });
    const faults = read.filter((row) => row instanceof Error);
    errors.push(...faults.map((fault) => ({ table: resource.name, message: told(fault) })));
    rows[resource.name] = read.length - faults.length;
  } catch (error) {
    errors.push({ table: resource.name, message: told(error) });
  }
}
console.log(JSON.stringify({ rows, errors }));
