"use strict";

// What each kind of picture looks like: functions from its data, which partime has computed, to options of the library. None of them computes a number.

const font = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';

// Beside the colours, so that lines differ without them. Around 0, 5 in each direction.
const shapes = [
  "M-5,0A5,5,0,1,0,5,0A5,5,0,1,0,-5,0Z", "M-4.5,-4.5H4.5V4.5H-4.5Z", "M0,-5.5L5.5,4.5H-5.5Z", "M0,-6L6,0L0,6L-6,0Z",
  "M0,5.5L5.5,-4.5H-5.5Z", "M-5,-1.8H-1.8V-5H1.8V-1.8H5V1.8H1.8V5H-1.8V1.8H-5Z", "M-2.5,-5H2.5L5.5,0L2.5,5H-2.5L-5.5,0Z", "M0,-6L1.6,-1.6L6,0L1.6,1.6L0,6L-1.6,1.6L-6,0L-1.6,-1.6Z",
];
const lineTypes = ["solid", [8, 3], [2, 3], [9, 3, 2, 3]];

// Beside the colours of bars: stripes for the library, and the same for the key.
const stripes = [
  null, { turn: 45, path: "M-2,14L12,0M6,14L20,0M14,14L28,0" }, { turn: -45, path: "M-4,0L10,14M4,0L18,14M12,0L26,14" }, { turn: 0, path: "M0,3.5H24M0,10.5H24" }, { turn: 90, path: "M4,0V14M12,0V14M20,0V14" },
];

// Resolved for the theme that is shown: the style has a pair for each.
function colourOf(isDark) {
  const style = getComputedStyle(document.documentElement);
  return name => {
    const pair = /light-dark\((#\w+),\s*(#\w+)\)/.exec(style.getPropertyValue(`--${name}`));
    return pair ? pair[isDark ? 2 : 1] : "#888888";
  };
}

function widthOf(texts) {
  const pen = widthOf.pen ??= document.createElement("canvas").getContext("2d");
  pen.font = `13px ${font}`;
  return Math.ceil(Math.max(0, ...texts.map(text => pen.measureText(text).width)));
}

function baseOf(colour) {
  const line = { lineStyle: { color: colour("line") } };
  return {
    option: { animation: false, textStyle: { fontFamily: font, color: colour("ink") }, legend: { show: false, textStyle: { color: colour("ink") } }, aria: { enabled: false } },
    axis: (more = {}) => ({
      axisLine: { show: false }, axisTick: { show: false }, splitLine: line, nameTextStyle: { color: colour("soft"), fontSize: 12 }, ...more,
      axisLabel: { color: colour("soft"), fontSize: 12, hideOverlap: true, ...more.axisLabel },
    }),
  };
}

// Of a row. With very many, a page would be too long to find them again.
const heightOf = rows => rows > 30 ? 21 : 33;

// Names at the left of rows, as wide as they need, but not wider than two fifths.
function rowsOf(names, width, colour) {
  const left = Math.min(widthOf(names) + 14, Math.round(width * 0.4));
  return { left, axis: { type: "category", data: names, inverse: true, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: colour("ink"), fontSize: 13, width: left - 10, overflow: "truncate", interval: 0 } } };
}

function whisker(low, high, at, colour, api) {
  const [a, b] = [api.coord(low), api.coord(high)];
  const across = at === "x" ? [4, 0] : [0, 4];
  const line = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: colour, lineWidth: 1.6 } });
  return { type: "group", silent: true, children: [line(...a, ...b), ...[a, b].map(([x, y]) => line(x - across[0], y - across[1], x + across[0], y + across[1]))] };
}

// On a logarithmic axis: 1, 2 and 5 times the powers of ten, or the powers alone where they would be too many.
function ticksBetween(least, most, width) {
  const ticks = [];
  const steps = Math.log10(most / least) * 3 > width / 90 ? [1] : [1, 2, 5];
  for (let power = Math.floor(Math.log10(least)); power <= Math.log10(most); power++)
    ticks.push(...steps.map(step => +`${step}e${power}`).filter(tick => tick >= least / 1.05 && tick <= most * 1.05));
  return ticks;
}

const times = value => `${+value.toPrecision(4)}×`;

// Speed-up against workers.
function speedUp(data, colour) {
  const { option, axis } = baseOf(colour);
  const points = data.lines.flatMap(line => line.points);
  const reach = Math.max(...points.map(point => point.workers), ...data.lines.flatMap(line => (line.curve ?? []).map(([workers]) => workers)));
  const values = [...points.map(point => point.value), ...data.lines.flatMap(line => (line.curve ?? []).map(([, value]) => value))];
  const [least, most] = [Math.min(1, ...values), Math.max(1, ...values)];
  // A wide interval is cut off: it must not press all points together.
  const highest = Math.min(1.6 * most, Math.max(most, ...points.map(point => point.high ?? 0)));
  const isWide = reach >= 16, isTall = isWide || (least > 0 && most / least > 12), logBase = least < 0.2 ? 10 : 2;
  const step = value => logBase ** value, power = value => Math.log(value) / Math.log(logBase);
  const bottom = isTall ? step(Math.floor(power(least) - 1e-9)) : 0;
  const whole = highest > 20 ? 5 : highest > 5 ? 2 : 1;
  const top = isTall ? step(Math.ceil(power(highest) + 1e-9)) : Math.max(2, whole * Math.ceil(highest * 1.02 / whole));
  const keys = [], series = [];
  data.lines.forEach((line, index) => {
    const [hue, shape, type] = [colour(`c${index % 8}`), shapes[index % shapes.length], lineTypes[Math.floor(index / 8) % 4]];
    keys.push({ name: line.name, hue, shape, type });
    if (line.curve)
      series.push({ name: line.name, type: "line", data: line.curve, symbol: "none", silent: true, z: 2, lineStyle: { color: hue, width: 1.5, type: [1.5, 4], cap: "round" } });
    series.push({ name: line.name, type: "custom", silent: true, clip: true, z: 3, data: line.points.filter(point => point.high !== undefined).map(point => [point.workers, point.low, point.high]), encode: { x: 0, y: [1, 2] },
      renderItem: (_, api) => whisker([api.value(0), api.value(1)], [api.value(0), api.value(2)], "x", hue, api) });
    series.push({ name: line.name, type: "line", z: 4, symbol: `path://${shape}`, symbolSize: 11, showSymbol: true, itemStyle: { color: hue }, lineStyle: { color: hue, width: 2, type },
      data: line.points.map(point => ({ value: [point.workers, point.value], hint: `${point.name}\n${point.text}${point.verdict ? `\n${point.verdict}` : ""}` })), emphasis: { disabled: true } });
  });
  series.push({ name: "ideal", type: "line", data: [[1, 1], [reach, reach]], symbol: "none", silent: true, z: 1, lineStyle: { color: colour("soft"), width: 1.5, type: [6, 5] } });
  keys.push({ name: "ideal", hue: colour("soft"), type: [6, 5] });
  const across = isWide ? { type: "log", logBase: 2, min: 1 } : { type: "value", minInterval: 1, min: 0 };
  const upwards = isTall ? { type: "log", logBase } : { type: "value" };
  return {
    height: 380, keys,
    option: { ...option, series, grid: { left: 46, right: 22, top: 34, bottom: 46 },
      xAxis: axis({ ...across, max: isWide ? reach * 1.06 : reach * 1.02, name: "workers", nameLocation: "middle", nameGap: 30, splitLine: { show: false },
        axisLabel: { customValues: [...new Set(points.map(point => point.workers)), reach] } }),
      yAxis: axis({ ...upwards, min: bottom, max: top, name: data.axis, nameLocation: "end", nameTextStyle: { align: "left", padding: [0, 0, 0, -34], color: colour("soft") }, axisLabel: { formatter: times } }) },
  };
}

// A row per configuration or comparison, with an interval, against the line at 1.
function ratios(data, colour, width) {
  const { option, axis } = baseOf(colour);
  const names = data.rows.map(row => row.name);
  const rows = rowsOf(names, width, colour);
  const values = data.rows.flatMap(row => [row.low ?? row.value, row.high ?? row.value]);
  const [least, most] = [Math.min(1, ...values), Math.max(1, ...values)];
  const isLog = least > 0 && most / least > 8;
  const looks = { faster: ["good", shapes[2]], slower: ["bad", shapes[4]], baseline: ["ink", shapes[1]], "from different rounds": ["c0", shapes[3]] };
  const lookOf = row => looks[row.verdict || "baseline"] ?? ["soft", shapes[0]];
  const used = [...new Set(data.rows.map(row => row.verdict || "baseline"))];
  return {
    height: 74 + heightOf(names.length) * names.length, keys: used.map(verdict => ({ name: verdict, hue: colour(lookOf({ verdict })[0]), shape: lookOf({ verdict })[1], isSign: true })),
    option: { ...option, grid: { left: rows.left, right: 26 + widthOf(data.rows.map(row => row.label)), top: 8, bottom: 46 },
      yAxis: [rows.axis, { ...rows.axis, position: "right", data: data.rows.map(row => row.label), axisLabel: { color: colour("ink"), fontSize: 13, interval: 0, margin: 14 } }],
      xAxis: axis({ ...isLog ? { type: "log", logBase: 2 } : { type: "value", scale: data.scaled }, name: data.axis, nameLocation: "middle", nameGap: 28, axisLabel: { formatter: times } }),
      series: [
        { type: "custom", silent: true, z: 2, encode: { x: [0, 1], y: 2 }, data: data.rows.flatMap((row, index) => row.high === undefined ? [] : [[row.low, row.high, index]]),
          renderItem: (_, api) => whisker([api.value(0), api.value(2)], [api.value(1), api.value(2)], "y", colour(lookOf(data.rows[api.value(2)])[0]), api) },
        { type: "scatter", z: 3, symbolSize: 13, emphasis: { disabled: true },
          data: data.rows.map((row, index) => ({ value: [row.value, index], symbol: `path://${lookOf(row)[1]}`, itemStyle: { color: colour(lookOf(row)[0]) }, hint: `${row.name}\n${row.text}${row.verdict ? `\n${row.verdict}` : ""}` })),
          markLine: { silent: true, symbol: "none", data: [{ xAxis: 1 }], label: { show: false }, lineStyle: { color: colour("soft"), type: [5, 4], width: 1.5 } } },
      ] },
  };
}

// Shares of the workers' time, stacked.
function losses(data, colour, width) {
  const { option, axis } = baseOf(colour);
  const names = data.rows.map(row => row.name);
  const rows = rowsOf(names, width, colour);
  const keys = data.parts.map((name, part) => ({ name, hue: colour(`part${data.places[part]}`), bar: stripes[part === 0 ? 0 : 1 + (data.places[part] - 1) % (stripes.length - 1)] }));
  return {
    height: 44 + heightOf(names.length) * names.length, keys,
    option: { ...option, grid: { left: rows.left, right: 18, top: 4, bottom: 30 }, yAxis: rows.axis,
      xAxis: axis({ type: "value", min: 0, max: 1, axisLabel: { formatter: share => `${Math.round(share * 100)}%` } }),
      series: data.parts.map((name, part) => ({
        name, type: "bar", stack: "time", barWidth: Math.round(0.62 * heightOf(names.length)), emphasis: { disabled: true },
        itemStyle: { color: keys[part].hue, borderColor: colour("paper"), borderWidth: 0.5,
          decal: keys[part].bar ? { symbol: "rect", symbolSize: 1, color: "rgba(255,255,255,0.38)", dashArrayX: [1, 0], dashArrayY: [1.5, 4.5], rotation: keys[part].bar.turn * Math.PI / 180 } : { symbol: "none" } },
        label: { show: part === 0, color: colour("paper"), fontSize: 12, fontWeight: 600, formatter: at => at.value < 0.08 ? "" : data.rows[at.dataIndex].texts[0].split(",")[0] },
        data: data.rows.map(row => ({ value: row.shares[part], hint: `${row.name}\n${name}: ${row.texts[part]}` })),
      })) },
  };
}

// The wall time of every round.
function rounds(data, colour, width) {
  const { option, axis } = baseOf(colour);
  const names = data.rows.map(row => row.name);
  const rows = rowsOf(names, width, colour);
  const count = data.rows.reduce((sum, row) => sum + row.rounds.length, 0);
  const values = data.rows.flatMap(row => [row.low ?? row.median, row.high ?? row.median, ...row.rounds.map(([value]) => value)]);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const ticks = data.logarithmic ? ticksBetween(least, most, width) : null;
  const scale = ticks ? { type: "log", min: least / 1.05, max: most * 1.05, axisTick: { show: false, customValues: ticks } } : { type: "value", scale: true };
  // Points of one row lie apart, in the order of the rounds.
  const place = (row, index) => row + ((index * 0.618034) % 1 - 0.5) * 0.5;
  const pointsOf = isOutlier => data.rows.flatMap((row, at) => row.rounds.flatMap(([value, kind, text], index) => kind !== isOutlier ? [] : [{ value: [value, place(at, index)], hint: `${row.name}\n${text}` }]));
  // All at once: points that come frame by frame are missing on paper.
  const point = (name, isOutlier, hue, symbol, size) => ({ name, type: "scatter", z: 3, progressive: 0, symbol, symbolSize: size, emphasis: { disabled: true }, itemStyle: { color: hue, opacity: isOutlier ? 1 : 0.6 }, data: pointsOf(isOutlier) });
  const tall = Math.round(0.28 * heightOf(names.length));
  const keys = [{ name: "round", hue: colour("c0"), shape: shapes[0] }, { name: "outlier", hue: colour("c1"), shape: shapes[3] }, { name: "median", hue: colour("ink"), isSign: true }];
  return {
    height: 56 + heightOf(names.length) * names.length, keys, isCanvas: count > 1500,
    option: { ...option, grid: { left: rows.left, right: 26, top: 6, bottom: 42 },
      yAxis: { type: "value", inverse: true, min: -0.5, max: names.length - 0.5, axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false },
        axisLabel: { ...rows.axis.axisLabel, customValues: names.map((_, index) => index), formatter: index => names[index] ?? "" } },
      xAxis: axis({ ...scale, name: "wall time", nameLocation: "middle", nameGap: 26, axisLabel: { formatter: duration, ...ticks ? { customValues: ticks } : {} } }),
      series: [
        point("round", 0, keys[0].hue, "circle", 8), point("outlier", 1, keys[1].hue, "diamond", 11),
        { name: "median", type: "custom", silent: true, z: 4, encode: { x: [0, 1, 2], y: 3 }, data: data.rows.map((row, index) => [row.low ?? row.median, row.median, row.high ?? row.median, index]),
          renderItem: (_, api) => {
            const [low, median, high] = [0, 1, 2].map(at => api.coord([api.value(at), api.value(3)]));
            return { type: "group", children: [
              { type: "rect", shape: { x: low[0], y: median[1] - tall, width: Math.max(1, high[0] - low[0]), height: 2 * tall, r: 3 }, style: { fill: colour("ink"), opacity: 0.16 } },
              { type: "line", shape: { x1: median[0], x2: median[0], y1: median[1] - tall - 2, y2: median[1] + tall + 2 }, style: { stroke: colour("ink"), lineWidth: 2 } },
            ] };
          } },
      ] },
  };
}

// As partime writes it elsewhere, for axes and for what is under the pointer. With more digits where a short time is shown in which it must differ from others.
function duration(seconds, range = seconds) {
  const [size, unit] = seconds >= 1 || seconds === 0 ? [1, "s"] : seconds >= 1e-3 ? [1e3, "ms"] : seconds >= 1e-6 ? [1e6, "µs"] : [1e9, "ns"];
  return `${+(seconds * size).toPrecision(Math.min(15, Math.max(4, 3 + Math.floor(Math.log10(seconds / range)) || 0)))} ${unit}`;
}
