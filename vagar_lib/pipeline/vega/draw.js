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

let asked;

// What is asked of the engine must answer something. A chart that waited answers late, but for itself only.
function begin(text) {
  const own = (asked = { answer: { error: "the chart waits for something that never comes" } });
  const failed = (failure) => (own.answer = { error: String(failure) });
  try {
    const spec = vegaLite.compile(JSON.parse(text), { logger: silent.logger }).spec;
    // Vega draws what is left when something can't be fetched.
    const addresses = [];
    const refuse = (address) => (addresses.push(address), Promise.reject(new Error("refused")));
    const view = new vega.View(vega.parse(spec), {
      loader: { load: refuse, sanitize: refuse, http: refuse, file: refuse },
      logger: silent.logger,
      renderer: "none",
    });
    const drawn = (svg) =>
      addresses.length ? failed(`a chart holds its data, nothing is fetched: ${addresses[0]}`) : (own.answer = { svg });
    view.toSVG().then(drawn, failed).then(() => view.finalize());
  } catch (failure) {
    failed(failure);
  }
  return true;
}

function tidied(text) {
  try {
    return JSON.stringify({ svg: small(text) });
  } catch (failure) {
    return JSON.stringify({ error: String(failure) });
  }
}

const result = () => JSON.stringify(asked.answer);
const smallResult = () => ("svg" in asked.answer ? tidied(asked.answer.svg) : result());
