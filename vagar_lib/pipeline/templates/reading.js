/* Help for a reader: contents that follow, links to copy, menus that close. Without it nothing is lost. */
(function () {
  "use strict";

  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }

  /* Contents: folded on a phone, and the section in view is marked. */
  function contents(nav) {
    var fold = nav.querySelector("details");
    var wide = matchMedia("(min-width: 68rem)");
    var links = all("a", nav).filter(function (link) { return document.getElementById(link.hash.slice(1)); });
    var targets = links.map(function (link) { return document.getElementById(link.hash.slice(1)); });
    var now = null;

    function follow() {
      var line = innerHeight * 0.3;
      var at = -1;
      targets.forEach(function (target, number) { if (target.getBoundingClientRect().top <= line) { at = number; } });
      if (links[at] === now) { return; }
      if (now) { now.removeAttribute("aria-current"); }
      now = links[at] || null;
      if (!now) { return; }
      now.setAttribute("aria-current", "true");
      var place = now.getBoundingClientRect();
      var frame = nav.getBoundingClientRect();
      if (wide.matches && (place.top < frame.top || place.bottom > frame.bottom)) {
        nav.scrollTop += place.top - frame.top - frame.height / 3;
      }
    }

    fold.open = wide.matches;
    wide.addEventListener("change", function () { fold.open = wide.matches; });
    nav.addEventListener("click", function (event) { if (event.target.closest("a") && !wide.matches) { fold.open = false; } });
    var due = false;
    addEventListener("scroll", function () {
      if (due) { return; }
      due = true;
      requestAnimationFrame(function () { due = false; follow(); });
    }, { passive: true });
    follow();
  }

  /* A button beside each link to a figure, and one voice that says what came of it. */
  function copying(anchors) {
    var said = document.createElement("p");
    said.className = "unseen";
    said.setAttribute("role", "status");
    document.querySelector("main").append(said);

    function copied(button) {
      button.textContent = "Kopierad";
      said.textContent = "Länken är kopierad.";
      setTimeout(function () { button.textContent = "Kopiera länk"; said.textContent = ""; }, 2500);
    }

    function failed(anchor) {
      said.textContent = "Länken kunde inte kopieras. Den står i adressfältet.";
      location.hash = anchor.hash;
    }

    anchors.forEach(function (anchor) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = "Kopiera länk";
      button.setAttribute("aria-describedby", anchor.previousElementSibling.id);
      button.addEventListener("click", function () {
        if (!navigator.clipboard) { failed(anchor); return; }
        navigator.clipboard.writeText(anchor.href).then(function () { copied(button); }, function () { failed(anchor); });
      });
      anchor.after(button);
    });
  }

  /* Menus of places and reports: one at a time; Escape and a click elsewhere close them. */
  function menus(menu) {
    function close(but) { all("details[open]", menu).forEach(function (one) { if (one !== but) { one.open = false; } }); }
    document.addEventListener("click", function (event) { close(event.target.closest("nav.choose details")); });
    menu.addEventListener("keydown", function (event) {
      var open = event.key === "Escape" && event.target.closest("details[open]");
      if (open) { open.open = false; open.querySelector("summary").focus(); }
    });
  }

  all("nav.contents").forEach(contents);
  all("nav.choose").forEach(menus);
  if (document.querySelector("a.anchor")) { copying(all("a.anchor")); }
})();
