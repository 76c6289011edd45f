/* Exact search without a server: pairs of characters narrow the entries, the text itself decides. Classic script, works from file://. */
(function () {
  "use strict";
  var index = window.bouhanIndex, form = document.getElementById("find"), told = document.getElementById("told"), list = document.getElementById("found");
  if (!index || !form) return;
  var entries = index.entries, names = ["q", "year", "department", "area", "theme", "unit", "status", "sort"], LIMIT = 200;
  function fold(text) { return text.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean).join(" "); }
  entries.forEach(function (entry) { entry.title = entry.title || entry.text; entry.folded = fold(entry.text); });
  function keys(word) {
    var found = [];
    word.split(/[0-9a-z]+/).forEach(function (part) {
      var signs = Array.from(part);
      if (signs.length === 1) found.push(signs[0]);
      for (var at = 0; at + 1 < signs.length; at++) found.push(signs[at] + signs[at + 1]);
    });
    return found;
  }
  function listed(key) {
    var steps = index.grams[key] || [], at = 0;
    return steps.map(function (step) { at += step; return at; });
  }
  function candidates(words) {
    var kept = null;
    words.forEach(function (word) {
      keys(word).forEach(function (key) {
        var numbers = new Set(listed(key));
        kept = kept === null ? numbers : new Set(Array.from(kept).filter(function (n) { return numbers.has(n); }));
      });
    });
    return kept === null ? entries.map(function (_, n) { return n; }) : Array.from(kept).sort(function (a, b) { return a - b; });
  }
  function fits(entry, asked) {
    return (!asked.year || String(entry.year) === asked.year) && (!asked.department || entry.department === asked.department) &&
      (!asked.area || (entry.areas || []).indexOf(asked.area) >= 0) && (!asked.theme || entry.theme === asked.theme) &&
      (!asked.unit || entry.unit === asked.unit) && (!asked.status || entry.status === asked.status);
  }
  function find(asked) {
    var words = fold(asked.q || "").split(" ").filter(Boolean);
    var hits = candidates(words).map(function (n) { return entries[n]; }).filter(function (entry) {
      return words.every(function (word) { return entry.folded.indexOf(word) >= 0; }) && fits(entry, asked);
    });
    if (asked.sort === "year") hits.sort(function (a, b) { return (b.year || 0) - (a.year || 0); });
    if (asked.sort === "text") hits.sort(function (a, b) { return a.title < b.title ? -1 : a.title > b.title ? 1 : 0; });
    return { hits: hits, words: words };
  }
  function marked(node, text, words) {
    var at = 0, low = text.toLowerCase();
    while (at < text.length) {
      var next = -1, length = 0;
      words.forEach(function (word) { var here = low.indexOf(word, at); if (here >= 0 && (next < 0 || here < next)) { next = here; length = word.length; } });
      if (next < 0) break;
      node.append(text.slice(at, next));
      var bold = document.createElement("b"); bold.textContent = text.slice(next, next + length); node.append(bold);
      at = next + length;
    }
    node.append(text.slice(at));
  }
  function show(asked) {
    var is_asked = names.some(function (name) { return name !== "sort" && asked[name]; });
    list.textContent = "";
    if (!is_asked) { told.textContent = ""; return; }
    var found = find(asked);
    told.textContent = told.dataset.results.replace("{count}", String(found.hits.length)) + (found.hits.length > LIMIT ? " " + told.dataset.first.replace("{count}", String(LIMIT)) : "");
    found.hits.slice(0, LIMIT).forEach(function (entry) {
      var item = document.createElement("li"), link = document.createElement("a"), small = document.createElement("small");
      link.href = told.dataset.root + entry.page + ".html" + (entry.fragment ? "#" + entry.fragment : "");
      marked(link, entry.title, found.words);
      small.textContent = " " + told.dataset[entry.kind] + (entry.year ? " " + entry.year : "");
      item.append(link, small); list.append(item);
    });
  }
  function asked_in(address) {
    var given = new URLSearchParams(address), asked = {};
    names.forEach(function (name) { asked[name] = given.get(name) || ""; });
    return asked;
  }
  function asked_by_form() {
    var asked = {};
    names.forEach(function (name) { asked[name] = form.elements[name].value; });
    return asked;
  }
  function remember(asked) {
    var given = new URLSearchParams();
    names.forEach(function (name) { if (asked[name]) given.set(name, asked[name]); });
    try { history.replaceState(null, "", "?" + given.toString()); } catch (fault) { if (fault.name !== "SecurityError") throw fault; }
  }
  function ask() { var asked = asked_by_form(); remember(asked); show(asked); }
  form.addEventListener("submit", function (event) { event.preventDefault(); ask(); });
  form.addEventListener("change", ask);
  var first = asked_in(location.search);
  names.forEach(function (name) { form.elements[name].value = first[name]; });
  show(asked_by_form());
  window.bouhanFind = find;
})();
