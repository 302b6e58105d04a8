/* In a page that shows figures of Vägar in frames: gives each frame the height that its figure needs. */
(function () {
  "use strict";
  function frames() { return Array.prototype.slice.call(document.querySelectorAll('iframe[src*="/figurer/"]')); }

  addEventListener("message", function (event) {
    var said = event.data;
    if (!said || said.vagar !== "figur" || !(said.height > 0 && said.height < 20000)) { return; }
    frames().forEach(function (frame) {
      if (frame.contentWindow === event.source) { frame.height = Math.ceil(said.height); }
    });
  });

  /* Those that were there first have told already, when nobody listened. */
  frames().forEach(function (frame) {
    if (frame.contentWindow) { frame.contentWindow.postMessage({ vagar: "hur-hog" }, "*"); }
  });
})();
