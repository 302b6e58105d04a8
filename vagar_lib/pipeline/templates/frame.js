/* In the page of a single figure: tells the page that shows it in a frame how high it is. */
(function () {
  "use strict";
  if (window.parent === window) { return; }
  var told = 0;

  function tell(again) {
    var height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === told && again !== true) { return; }
    told = height;
    window.parent.postMessage({ vagar: "figur", height: height }, "*");
  }

  if (window.ResizeObserver) { new ResizeObserver(tell).observe(document.body); }
  addEventListener("load", function () { tell(true); });
  addEventListener("resize", tell);
  addEventListener("message", function (event) {
    if (event.source === window.parent && event.data && event.data.vagar === "hur-hog") { tell(true); }
  });
})();
