/* Light or dark? Runs before anything is shown, so that a page never flashes in the other. */
(function () {
  "use strict";
  var KEY = "vagar-tema";
  var sheet = document.querySelector('link[href$="assets/dark.css"]');
  var system = matchMedia("(prefers-color-scheme: dark)");
  var media = sheet.media;

  function chosen() {
    try { return localStorage.getItem(KEY); } catch (error) { return null; }
  }

  function keep(theme) {
    try {
      if (theme === (system.matches ? "dark" : "light")) { localStorage.removeItem(KEY); } else { localStorage.setItem(KEY, theme); }
    } catch (error) { /* the choice lasts as long as the page */ }
  }

  function show(theme) {
    sheet.media = theme === "dark" ? "screen" : theme === "light" ? "not all" : media;
  }

  function isDark() { return matchMedia(sheet.media).matches; }

  show(chosen());
  document.documentElement.className = "js"; // what needs scripts is shown from the first, so that nothing moves
  document.addEventListener("DOMContentLoaded", function () {
    var button = document.querySelector("button.theme");
    var tell = function () { button.setAttribute("aria-pressed", isDark()); };
    tell();
    button.addEventListener("click", function () {
      var theme = isDark() ? "light" : "dark";
      keep(theme);
      show(theme);
      tell();
    });
    system.addEventListener("change", tell);
    addEventListener("storage", function (event) {
      if (event.key === KEY) { show(event.newValue); tell(); }
    });
  });
})();
