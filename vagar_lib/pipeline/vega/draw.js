// Vega-Lite specification in, SVG out, in a JavaScript engine that has no window, no clock, no files and no network.

const silent = () => silent.logger;
silent.logger = { level: silent, error: silent, warn: silent, info: silent, debug: silent };

// Texts are as wide as the sum of their letters in Liberation Sans, in thousandths of the size.
const OTHER = 838;
vega.textMetrics.width = (item, text) => {
  const bold = item.fontWeight === "bold" || Number(item.fontWeight) >= 600;
  const widths = WIDTHS[bold ? "bold" : "normal"];
  let sum = 0;
  for (const letter of text == null ? "" : String(text)) sum += widths[letter] ?? OTHER;
  return (sum / 1000) * (item.fontSize ?? 11);
};

let drawn;

// What is asked of the engine must answer something.
function begin(text) {
  drawn = { error: "the chart waits for something that never comes" };
  try {
    const spec = vegaLite.compile(JSON.parse(text), { logger: silent.logger }).spec;
    // Vega draws what is left when something can't be fetched.
    const asked = [];
    const refuse = (address) => (asked.push(address), Promise.reject(new Error("refused")));
    const view = new vega.View(vega.parse(spec), {
      loader: { load: refuse, sanitize: refuse, http: refuse, file: refuse },
      logger: silent.logger,
      renderer: "none",
    });
    view.toSVG().then(
      (svg) => (drawn = asked.length ? { error: `a chart holds its data, nothing is fetched: ${asked[0]}` } : { svg }),
      (failure) => (drawn = { error: String(failure) }),
    ).then(() => view.finalize());
  } catch (failure) {
    drawn = { error: String(failure) };
  }
  return true;
}

const result = () => JSON.stringify(drawn);
const tidied = (text) => {
  try {
    return JSON.stringify({ svg: small(text) });
  } catch (failure) {
    return JSON.stringify({ error: String(failure) });
  }
};
const smallResult = () => ("svg" in drawn ? tidied(drawn.svg) : result());
