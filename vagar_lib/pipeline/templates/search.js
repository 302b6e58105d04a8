/* Search in Swedish in what the pages say. The index is loaded when a reader goes to the field, never before. */
(function () {
  "use strict";
  var form = document.querySelector("form.search");
  var input = document.getElementById("sok");
  var said = document.getElementById("sok-antal");
  var panel = document.querySelector(".hits");
  var box = document.getElementById("sok-traffar");
  var root = form.dataset.root;
  var here = document.querySelector("nav.choose [aria-current]");
  var home = document.querySelector("[data-county]");
  var KINDS = ["finding", "figure", "heading"];
  var WEIGHT = { page: 1.5, finding: 1.2, heading: 1.1, figure: 1 };
  var FEW = 10, COMMON = /^(i|och|på|för|av|en|ett|den|det|de|som|till|med|är|om|från|hur|vad)$/;
  var counties = null, loaded = {}, waiting = 0, entries = [], vocabulary = {}, shown = FEW, timer;

  /* Words */

  function words(text) { return text.toLowerCase().normalize("NFC").match(/[\p{L}\p{N}]+/gu) || []; }

  function plain(word) { return word.normalize("NFD").replace(/[\u0300-\u036f]/g, ""); }

  /* The stem of a word as the Snowball algorithm for Swedish finds it. */
  function stem(word) {
    var start = word.match(/^.*?[aeiouyäåö][^aeiouyäåö]/);
    var from = start ? Math.max(start[0].length, 3) : word.length;
    var head = word.slice(0, from), tail = word.slice(from);
    tail = tail.replace(/(heterna|hetens|anden|andes|andet|arens|arnas|ernas|ornas|heten|heter|ande|ades|aren|arna|arne|aste|erna|erns|orna|ade|are|ast|ens|ern|het|ad|ar|as|at|en|er|es|or|a|e)$|([bcdfghjklmnoprtvy])s$/, "$2");
    if (/^s$/.test(tail) && /[bcdfghjklmnoprtvy]$/.test(head)) { tail = ""; }
    if (/(dd|gd|nn|dt|gt|kt|tt)$/.test(head + tail) && tail) { tail = tail.slice(0, -1); }
    return head + tail.replace(/(lig|ig|els)$/, "").replace(/löst$/, "lös").replace(/fullt$/, "full");
  }

  /* What an inflected word may begin with: its stem, medel also as medl-, stad also as städ-, each with its worth. */
  function stems(word) {
    var one = stem(word), found = [[one, 0.8]];
    if (/[^aeiouyäåö]e[lnr]$/.test(one)) { found.push([one.replace(/e(?=[lnr]$)/, ""), 0.7]); }
    if (/[bdfgkmpstv][lnr]$/.test(one)) { found.push([one.replace(/([lnr])$/, "e$1"), 0.7]); }
    var turned = one.replace(/[aoäö](?=[^aeiouyäåöo]+$)/, function (vowel) { return { a: "ä", o: "ö", "ä": "a", "ö": "o" }[vowel]; });
    if (turned !== one && one.length > 3) { found.push([turned, 0.5]); }
    return found.filter(function (each) { return each[0].length > 2; });
  }

  /* How well a word is what was asked for: itself, its beginning, a part of a compound; 0 when it is not. */
  function likeness(asked, roots, word) {
    if (word === asked) { return 1; }
    if (word.indexOf(asked) === 0) { return 0.9; }
    var begun = roots.filter(function (each) { return word.indexOf(each[0]) === 0; });
    if (begun.length) { return begun[0][1]; }
    if (asked.length > 2 && word.indexOf(asked) > 0) { return 0.6; }
    return roots[0] && roots[0][0].length > 3 && word.indexOf(roots[0][0]) > 0 ? 0.5 : 0;
  }

  /* Words of the index that are like one that is asked for. Who writes a for å finds it, below what was written so. */
  function like(asked) {
    var roots = stems(asked), bare = plain(asked) === asked, found = {}, any = false;
    Object.keys(vocabulary).forEach(function (word) {
      var much = likeness(asked, roots, word);
      if (bare && vocabulary[word] !== word) { much = Math.max(much, likeness(asked, roots, vocabulary[word]) * 0.75); }
      if (much) { found[word] = much; any = true; }
    });
    return any ? found : null;
  }

  /* What is asked for, word by word; a compound that no page has is taken apart. */
  function question(text) {
    var asked = words(text);
    var telling = asked.filter(function (word) { return !COMMON.test(word); });
    var parts = [];
    (telling.length ? telling : asked).forEach(function (word) {
      var found = like(word);
      for (var at = 4; !found && at <= word.length - 4; at += 1) {
        var first = like(word.slice(0, at)) || like(word.slice(0, at).replace(/s$/, "")), last = first && like(word.slice(at));
        if (last) { parts.push(first); found = last; }
      }
      parts.push(found || {});
    });
    return parts;
  }

  /* The index */

  function entry(page, kind, section, anchor, text) {
    var own = words(text), around = words([page.title, page.place, section].join(" "));
    own.concat(around).forEach(function (word) { vocabulary[word] = plain(word); });
    var made = { page: page, kind: kind, section: section, anchor: anchor, text: text, own: own, around: around };
    entries.push(made);
    return made;
  }

  window.vagarSearch = {
    counties: function (names) { counties = names; },
    add: function (data) {
      data.pages.forEach(function (row) {
        var report = data.reports[row[1]], outline = data.outlines[row[3]], items = row[4];
        var page = { href: row[0], title: report[0], place: row[2] };
        var summary = words(report[1]), whole = entry(page, "page", "", "", page.title + " för " + page.place);
        whole.own = whole.own.concat(summary);
        summary.forEach(function (word) { vocabulary[word] = plain(word); });
        outline.forEach(function (section) { entry(page, "heading", section[1], section[0], section[1]); });
        for (var at = 0; at < items.length; at += 2) {
          var spot_ = data.spots[items[at]], section = outline[spot_[1]];
          entry(page, KINDS[spot_[0]], section[1], spot_[2] || section[0], data.texts[items[at + 1]]);
        }
      });
    }
  };

  function load(name) {
    if (loaded[name]) { return; }
    loaded[name] = true;
    waiting += 1;
    var script = document.createElement("script");
    var done = function () {
      waiting -= 1;
      if (name === "counties") { begin(); }
      if (!waiting) { look(); }
    };
    script.src = root + "assets/search/" + name + ".js";
    script.onload = done;
    script.onerror = done;
    document.head.appendChild(script);
  }

  /* A page of a county searches its county first; the rest of a large site is loaded when it is asked for. */
  function begin() {
    (counties || []).forEach(function (one) {
      if (!home || one[0] === "00" || one[0] === home.dataset.county) { load(one[0]); }
    });
  }

  function rest() { return (counties || []).filter(function (one) { return !loaded[one[0]]; }); }

  /* Finding */

  function best(part, list) { return list.reduce(function (most, word) { return Math.max(most, part[word] || 0); }, 0); }

  /* How well an entry answers: every word must be there, one of them in its own text; with some, one is enough. */
  function score(one, parts, some) {
    var sum = 0, own = 0;
    for (var at = 0; at < parts.length; at += 1) {
      var inside = best(parts[at], one.own), much = Math.max(inside, 0.4 * best(parts[at], one.around));
      if (!much && !some) { return 0; }
      own = own || inside;
      sum += much;
    }
    if (!own) { return 0; }
    var near = here && one.page.href === path(here) ? 0.1 : home && one.page.place === home.dataset.place ? 0.05 : 0;
    return sum / parts.length * WEIGHT[one.kind] + near;
  }

  function path(link) { return link.getAttribute("href").replace(/^(\.\.\/)+/, ""); }

  /* Where a hit is one and the same: a page, a sentence, or a spot that a report has for several places. */
  function spot(one) {
    if (one.kind === "page") { return one.page.href; }
    return one.kind === "finding" ? one.text : one.page.title + "#" + one.anchor;
  }

  /* Hits, the best first. */
  function find(text, some) {
    var parts = question(text), spots = {}, hits = [];
    if (!parts.length) { return hits; }
    entries.map(function (one, number) { return { one: one, score: score(one, parts, some), number: number }; })
      .filter(function (hit) { return hit.score; })
      .sort(function (a, b) { return b.score - a.score || a.number - b.number; })
      .forEach(function (hit) {
        var name = spot(hit.one), known = spots[name];
        if (!known) {
          hits.push(spots[name] = { one: hit.one, others: [] });
        } else if (!known.others.concat(known.one).some(function (other) { return other.page === hit.one.page; })) {
          known.others.push(hit.one);
        }
      });
    return hits;
  }

  /* Showing */

  function make(tag, text, name) {
    var node = document.createElement(tag);
    if (text) { node.textContent = text; }
    if (name) { node.className = name; }
    return node;
  }

  function link(one, text) {
    var node = make("a", text);
    node.href = root + one.page.href + (one.anchor ? "#" + one.anchor : "");
    return node;
  }

  function shownHit(hit) {
    var item = make("li"), one = hit.one;
    var where = [one.page.title, one.page.place].concat(one.section && one.section !== one.text ? [one.section] : []);
    var title = make("p");
    title.append(link(one, one.text));
    item.append(title, make("p", where.join(" · "), "where"));
    if (hit.others.length) {
      var fold = make("details"), list = make("ul", "", "row"), many = hit.others.length;
      fold.append(make("summary", many > 1 ? "Också på " + many + " andra sidor" : "Också på en annan sida"), list);
      hit.others.forEach(function (other) {
        var place = make("li"), same = other.page.title === one.page.title;
        place.append(link(other, same ? other.page.place : other.page.title + ", " + other.page.place));
        list.append(place);
      });
      item.append(fold);
    }
    return item;
  }

  function look() {
    var text = input.value.trim();
    box.replaceChildren();
    panel.hidden = !text;
    if (!text) { said.textContent = ""; return; }
    if (waiting || !counties) { said.textContent = counties || waiting ? "Söker …" : "Sökningen kan inte användas här."; return; }
    var hits = find(text, false), list = make("ol"), told = "";
    if (!hits.length && words(text).length > 1) {
      hits = find(text, true);
      told = " på något av orden";
    }
    said.textContent = hits.length ? hits.length + (hits.length > 1 ? " träffar" : " träff") + told : "Inga träffar. Pröva ett annat eller kortare ord.";
    hits.slice(0, shown).forEach(function (hit) { list.append(shownHit(hit)); });
    if (hits.length) { box.append(list); }
    if (hits.length > shown) { offer("Visa fler träffar", function () { shown += 2 * FEW; look(); focusOn(shown - 2 * FEW); }); }
    if (rest().length) { offer("Sök i alla län", function () { rest().forEach(function (one) { load(one[0]); }); input.focus(); look(); }); }
  }

  function offer(text, act) {
    var button = make("button", text);
    button.type = "button";
    button.addEventListener("click", act);
    box.append(button, " ");
  }

  function targets() { return Array.prototype.slice.call(box.querySelectorAll("li > p > a")); }

  function focusOn(number) {
    var link_ = targets()[number];
    if (link_) { link_.focus(); }
  }

  /* Keys: down to the hits and between them, Escape back to the field and out of it. */
  function keys(event) {
    var at = targets().indexOf(document.activeElement);
    if (event.key === "Escape") {
      if (event.target === input) { input.value = ""; look(); } else { input.focus(); }
    } else if (event.key === "ArrowDown" && (at >= 0 || event.target === input)) {
      focusOn(at + 1);
    } else if (event.key === "ArrowUp" && at >= 0) {
      if (at) { focusOn(at - 1); } else { input.focus(); }
    } else {
      return;
    }
    event.preventDefault();
  }

  input.addEventListener("focus", function () { load("counties"); });
  input.addEventListener("input", function () {
    shown = FEW;
    clearTimeout(timer);
    timer = setTimeout(look, 150);
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); clearTimeout(timer); look(); focusOn(0); });
  form.addEventListener("keydown", keys);
  panel.addEventListener("keydown", keys);
})();
