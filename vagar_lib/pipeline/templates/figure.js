/* More to do with a figure: a chart that answers, a PNG, and code to copy. Without it nothing is lost.
   What a figure needs (figurer/<id>/figur.js) and the drawing library (vega.js) are loaded when they are asked for. */
(function () {
  "use strict";
  var assets = document.currentScript.src.replace(/[^/]*$/, "");
  var loading = {};
  var tip;
  var silent = {};
  ["level", "error", "warn", "info", "debug"].forEach(function (name) { silent[name] = function () { return silent; }; });
  function refused() { return Promise.reject(new Error("charts load nothing")); }
  var nothing = { load: refused, sanitize: refused, http: refused, file: refused };

  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }

  function load(address) {
    loading[address] = loading[address] || new Promise(function (done, failed) {
      var script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = function () { delete loading[address]; failed(new Error(address)); };
      document.head.appendChild(script);
    });
    return loading[address];
  }

  function button(text, pressed) {
    var made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", pressed);
    return made;
  }

  function hidden(text) {
    var made = document.createElement("span");
    made.className = "unseen";
    made.textContent = text;
    return made;
  }

  /* What a mark tells when it is pointed at. Text and no more, whatever it holds. */
  function tooltip(handler, event, item, value) {
    if (!tip) {
      tip = document.createElement("div");
      tip.className = "tip";
      tip.setAttribute("aria-hidden", "true");
      document.body.appendChild(tip);
    }
    tip.hidden = value === null || value === undefined || value === "";
    if (tip.hidden) { return; }
    tip.textContent = String(value);
    var left = event.clientX + 14;
    var top = event.clientY + 14;
    if (left + tip.offsetWidth > document.documentElement.clientWidth) { left = event.clientX - tip.offsetWidth - 10; }
    if (top + tip.offsetHeight > innerHeight) { top = event.clientY - tip.offsetHeight - 10; }
    tip.style.left = Math.max(0, left) + "px";
    tip.style.top = Math.max(0, top) + "px";
  }

  function picker(choices, changed) {
    var label = document.createElement("label");
    var select = document.createElement("select");
    label.append("Framhäv ", select);
    select.append(new Option("alla", ""));
    choices.forEach(function (choice) {
      var group = select;
      if (choices.length > 1) {
        group = document.createElement("optgroup");
        group.label = choice.label;
        select.append(group);
      }
      choice.values.forEach(function (value) {
        var option = new Option(value, JSON.stringify({ field: choice.field, value: value }));
        group.append(option);
      });
    });
    select.addEventListener("change", function () { changed(select.value ? JSON.parse(select.value) : null); });
    return label;
  }

  function answering(tools, title) {
    var chart = tools.closest("figure").querySelector(".chart");
    var wide = matchMedia("(min-width: 40rem)");
    var chosen = null;
    var box, view, row;
    var place = document.createElement("div");
    var switched = button("Gör interaktiv", function () { if (box) { stop(); } else { start(); } });
    switched.append(hidden(": " + title));
    place.className = "tools";
    place.append(switched);
    chart.after(place);

    function named(text) { switched.firstChild.textContent = text; }

    function draw(held) {
      if (view) { view.finalize(); }
      var part = wide.matches ? held.wide : held.narrow;
      var spec = Object.assign({}, part, { datasets: held.datasets, config: held.config });
      var compiled = vegaLite.compile(spec, { logger: silent }).spec;
      view = new vega.View(vega.parse(compiled, null, { ast: true }), {
        container: box, renderer: "svg", expr: vega.expressionInterpreter, tooltip: tooltip, logLevel: vega.Error, loader: nothing
      });
      chart.classList.add("live");
      return view.signal("framhav", chosen).runAsync();
    }

    function start() {
      named("Laddar …");
      Promise.all([load(tools.dataset.script), load(assets + "vega.js")]).then(function () {
        var held = window.vagarFigurer[tools.dataset.figure].live;
        box = document.createElement("div");
        box.setAttribute("aria-hidden", "true");  /* what is around it tells what it shows */
        chart.append(box);
        wide.onchange = function () { draw(held); };
        return draw(held).then(function () {
          row = picker(held.choices, function (value) { chosen = value; view.signal("framhav", value).runAsync(); });
          row.hidden = !held.choices.length;
          place.append(row);
          named("Visa som stillbild");
        });
      }).catch(function (error) {
        stop();
        named("Kunde inte göras interaktiv");
        throw error;
      });
    }

    function stop() {
      wide.onchange = null;
      if (view) { view.finalize(); }
      if (box) { box.remove(); }
      if (row) { row.remove(); }
      if (tip) { tip.hidden = true; }
      box = view = row = undefined;
      chosen = null;
      chart.classList.remove("live");
      named("Gör interaktiv");
    }
  }

  function png(tools, title) {
    var made = button("Bild (PNG)", function () {
      load(tools.dataset.script).then(function () {
        var image = new Image();
        image.onload = function () {
          var canvas = document.createElement("canvas");
          canvas.width = image.naturalWidth * 2;
          canvas.height = image.naturalHeight * 2;
          canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
          canvas.toBlob(function (blob) {
            var link = document.createElement("a");
            link.href = URL.createObjectURL(blob);
            link.download = tools.dataset.figure + ".png";
            link.click();
            setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
          });
        };
        var picture = window.vagarFigurer[tools.dataset.figure].picture;
        image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(picture);
      });
    });
    made.className = "link";
    made.append(hidden(": " + title));
    return made;
  }

  /* The code to embed, with the address that the site turned out to have, and a button that copies it. */
  function copying(code) {
    if (location.protocol !== "file:") {
      code.value = code.value.split("[webbplatsens adress]/").join(new URL("..", assets).href);
      var asked = code.parentElement.querySelector(".address");
      if (asked) { asked.remove(); }
    }
    var copied = button("Kopiera koden", function () {
      var done = function () { copied.textContent = "Kopierad"; };
      var chosen = function () { code.select(); copied.textContent = "Koden är markerad"; };
      if (navigator.clipboard) { navigator.clipboard.writeText(code.value).then(done, chosen); } else { chosen(); }
      setTimeout(function () { copied.textContent = "Kopiera koden"; }, 2500);
    });
    copied.setAttribute("aria-live", "polite");
    code.after(copied);
  }

  all(".tools[data-figure]").forEach(function (tools) {
    var title = tools.closest("figure").querySelector("[id$='-rubrik']").textContent;
    tools.querySelector("p").append(" ", png(tools, title));
    if (tools.hasAttribute("data-live")) { answering(tools, title); }
  });
  all(".tools textarea").forEach(copying);
})();
