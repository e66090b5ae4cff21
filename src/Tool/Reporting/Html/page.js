// The page: draws the pictures, and gives each its keys, its hints and its files. Texts are set as texts, never as HTML.

const draw = { speedUp, ratios, losses, rounds, timeline };
const pictures = JSON.parse(document.getElementById("data").textContent);
const prefersDark = matchMedia("(prefers-color-scheme: dark)");
const status = document.getElementById("status"), hint = document.querySelector(".hint");
const svgSpace = "http://www.w3.org/2000/svg";
const printWidth = 660;
let chosenTheme = null, isPrinting = false;

// The page's policy forbids styles in attributes, which the library writes for fonts. As properties they are allowed.
SVGElement.prototype.setAttribute = function (name, value) {
  if (name === "style") this.style.cssText = value; else Element.prototype.setAttribute.call(this, name, value);
};

const isDark = () => !isPrinting && (chosenTheme ?? (prefersDark.matches ? "dark" : "light")) === "dark";

function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

// The sign of a key: the shape, line or stripes that it has in the picture.
function signOf(key) {
  const svg = document.createElementNS(svgSpace, "svg");
  const add = (name, attributes) => {
    const element = document.createElementNS(svgSpace, name);
    for (const [attribute, value] of Object.entries(attributes))
      element.setAttribute(attribute, value);
    svg.append(element);
  };
  svg.setAttribute("viewBox", key.bar === undefined ? "-12 -7 24 14" : "0 0 24 14");
  svg.setAttribute("aria-hidden", "true");
  if (key.bar !== undefined) {
    add("rect", { width: 24, height: key.isLow ? 5 : 14, y: key.isLow ? 9 : 0, rx: 2, fill: key.hue });
    if (key.bar)
      add("path", { d: key.bar.path, stroke: "rgba(255,255,255,0.5)", "stroke-width": 1.6 });
    return svg;
  }
  if (key.type)
    add("path", { d: "M-12,0H12", stroke: key.hue, "stroke-width": 2, "stroke-dasharray": Array.isArray(key.type) ? key.type.join(" ") : "none" });
  if (key.shape)
    add("path", { d: key.shape, fill: key.hue });
  else if (!key.type)
    add("path", { d: "M0,-6V6", stroke: key.hue, "stroke-width": 3 });
  return svg;
}

function setTools(picture, drawn) {
  const tools = picture.figure.querySelector(".tools");
  const focused = tools.contains(document.activeElement) ? [...tools.querySelectorAll("button, select")].indexOf(document.activeElement) : -1;
  tools.replaceChildren();
  if (drawn.choices) {
    const select = make("select", { ariaLabel: "Run that the timeline shows" }, ...drawn.choices.map((name, index) => make("option", { value: index, textContent: name, selected: index === picture.view.run })));
    select.addEventListener("change", () => { picture.view = { run: +select.value }; show(picture); });
    tools.append(select);
    for (const [text, label, act] of [["−", "Zoom out", range => zoomed(range, 2)], ["+", "Zoom in", range => zoomed(range, 0.5)], ["←", "Earlier", range => moved(range, -0.4)], ["→", "Later", range => moved(range, 0.4)], ["All", "All of the run", () => null]]) {
      const button = make("button", { type: "button", textContent: text, ariaLabel: label, title: label });
      button.addEventListener("click", () => setRange(picture, act(picture.view.range)));
      tools.append(button);
    }
  }
  for (const key of drawn.keys) {
    if (key.isSign) {
      tools.append(make("span", { className: "sign" }, signOf(key), key.name));
      continue;
    }
    const button = make("button", { type: "button", className: "key", title: "Show or hide" }, signOf(key), key.name);
    button.setAttribute("aria-pressed", String(picture.hidden[key.name] !== true));
    button.addEventListener("click", () => {
      picture.hidden[key.name] = !picture.hidden[key.name];
      button.setAttribute("aria-pressed", String(!picture.hidden[key.name]));
      picture.chart.dispatchAction({ type: picture.hidden[key.name] ? "legendUnSelect" : "legendSelect", name: key.name });
    });
    tools.append(button);
  }
  const end = make("span", { className: "end" });
  for (const format of ["svg", "png"]) {
    const button = make("button", { type: "button", textContent: format.toUpperCase(), ariaLabel: `Save the picture “${picture.data.title}” as ${format.toUpperCase()}`, title: "Save this picture" });
    button.addEventListener("click", () => save(picture, format));
    end.append(button);
  }
  tools.append(end);
  if (focused >= 0)
    tools.querySelectorAll("button, select")[focused]?.focus();
}

function show(picture) {
  const width = isPrinting ? printWidth : picture.drawing.clientWidth;
  const drawn = draw[picture.data.kind](picture.data, colourOf(isDark()), width, picture.view);
  if (drawn.wait) {
    drawn.wait.then(() => show(picture));
    return;
  }
  const look = `${drawn.isCanvas ? "canvas" : "svg"}`;
  if (picture.look !== look) {
    picture.chart?.dispose();
    picture.chart = echarts.init(picture.drawing, null, { renderer: look, width, height: drawn.height });
    picture.chart.on("finished", () => { picture.isDrawn = true; tellIfDrawn(); });
    picture.look = look;
    setHints(picture);
  }
  picture.drawing.style.height = `${drawn.height}px`;
  picture.chart.resize({ width, height: drawn.height });
  drawn.option.legend.selected = Object.fromEntries(Object.entries(picture.hidden).map(([name, isHidden]) => [name, !isHidden]));
  picture.chart.setOption(drawn.option, { notMerge: true });
  picture.drawn = drawn;
  picture.drawing.classList.toggle("timeline", picture.data.kind === "timeline");
  if (drawn.finding)
    picture.figure.querySelector(".finding").textContent = drawn.finding;
  setTools(picture, drawn);
}

// The part of the run that the timeline shows.
function setRange(picture, range) {
  const all = picture.drawn.duration;
  if (range) {
    const length = Math.min(all, range[1] - range[0]), from = Math.max(0, Math.min(all - length, range[0]));
    range = [from, from + length];
  }
  picture.view.range = range ?? [0, all];
  status.textContent = `Shown from ${picture.view.range.map(time => duration(time, picture.view.range[1] - picture.view.range[0])).join(" to ")}`;
  show(picture);
}

const zoomed = ([from, to], factor, at = (from + to) / 2) => [at - (at - from) * factor, at + (to - at) * factor];
const moved = ([from, to], part) => [from + (to - from) * part, to + (to - from) * part];

function setHint(text, event) {
  hint.hidden = !text;
  if (!text)
    return;
  hint.textContent = text;
  const [x, y] = [event.clientX, event.clientY], [width, height] = [hint.offsetWidth, hint.offsetHeight];
  hint.style.left = `${Math.max(4, Math.min(innerWidth - width - 4, x + 14))}px`;
  hint.style.top = `${y + 18 + height > innerHeight ? y - height - 10 : y + 18}px`;
}

function setHints(picture) {
  const { chart, data } = picture;
  if (data.kind !== "timeline") {
    chart.on("mousemove", at => setHint(at.data?.hint, at.event.event));
    chart.on("mouseout", () => setHint(null));
    return;
  }
  const pointer = chart.getZr();
  let dragged = null;
  const placeOf = event => chart.containPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY]) ? chart.convertFromPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY]) : null;
  pointer.on("mousedown", event => { dragged = placeOf(event) && { x: event.offsetX, range: picture.view.range }; });
  pointer.on("mouseup", () => { dragged = null; });
  pointer.on("globalout", () => { dragged = null; setHint(null); });
  pointer.on("mousemove", event => {
    const place = placeOf(event);
    if (dragged) {
      const [from, to] = dragged.range, shift = (dragged.x - event.offsetX) / picture.drawing.clientWidth;
      setRange(picture, moved([from, to], shift));
    } else
      setHint(place && picture.drawn.hintAt(place[0], Math.round(place[1])), event.event);
  });
  // The wheel scrolls the page, and with Ctrl it zooms, as on a map.
  picture.drawing.addEventListener("wheel", event => {
    const place = event.ctrlKey && chart.convertFromPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY]);
    if (!place)
      return;
    event.preventDefault();
    setRange(picture, zoomed(picture.view.range, event.deltaY > 0 ? 1.25 : 0.8, place[0]));
  }, { passive: false });
}

// Drawn once more, with its title and its keys, which are HTML on the page.
function save(picture, format) {
  const width = Math.max(640, picture.drawing.clientWidth), colour = colourOf(isDark());
  const { option, height, keys } = draw[picture.data.kind](picture.data, colour, width, picture.view);
  const lines = Math.ceil((keys.reduce((sum, key) => sum + widthOf([key.name]) + 50, 0)) / width);
  const whole = height + 44 + 26 * lines;
  option.title = { text: picture.data.title, left: 8, top: 8, textStyle: { color: colour("ink"), fontSize: 16, fontFamily: font } };
  option.legend = { ...option.legend, show: true, bottom: 6, left: "center", selected: Object.fromEntries(Object.entries(picture.hidden).map(([name, isHidden]) => [name, !isHidden])), data: keys.map(key => key.name) };
  option.grid = { ...option.grid, top: option.grid.top + 44, bottom: option.grid.bottom + 26 * lines };
  const chart = echarts.init(make("div"), null, { renderer: format === "svg" ? "svg" : "canvas", width, height: whole, devicePixelRatio: 2 });
  chart.setOption(option);
  const address = chart.getDataURL({ type: format, pixelRatio: 2, backgroundColor: colour("paper") });
  chart.dispose();
  const name = `${picture.data.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.${format}`;
  make("a", { href: address, download: name }).click();
  status.textContent = `${name} saved`;
}

// For those who look at the page with a program.
function tellIfDrawn() {
  if (shown.every(picture => picture.isDrawn))
    document.documentElement.dataset.drawn = String(shown.length);
}

function showAll() {
  for (const picture of shown)
    show(picture);
}

function setTheme() {
  if (chosenTheme)
    document.documentElement.dataset.theme = chosenTheme;
  themeButton.textContent = isDark() ? "Light" : "Dark";
  themeButton.ariaLabel = `Show the page in ${isDark() ? "light" : "dark"} colours`;
  showAll();
}

const shown = [...document.querySelectorAll("figure[data-picture]")].map(figure =>
  ({ figure, drawing: figure.querySelector(".drawing"), data: pictures[+figure.dataset.picture], hidden: {}, view: {}, chart: null }));
const themeButton = document.querySelector(".theme");
themeButton.hidden = false;
themeButton.addEventListener("click", () => { chosenTheme = isDark() ? "light" : "dark"; setTheme(); });
prefersDark.addEventListener("change", setTheme);
addEventListener("beforeprint", () => { isPrinting = true; showAll(); });
addEventListener("afterprint", () => { isPrinting = false; showAll(); });
let resized = 0;
addEventListener("resize", () => { cancelAnimationFrame(resized); resized = requestAnimationFrame(() => isPrinting || showAll()); });
setTheme();
tellIfDrawn();
