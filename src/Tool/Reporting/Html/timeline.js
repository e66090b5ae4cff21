// The timeline: a row per worker, painted pixel by pixel from columns of numbers, as a million tasks are too many shapes.

const states = ["ok", "failed", "retried"];

// Once per run, when it is shown for the first time: see PackedTasks.
async function unpack(run) {
  const letters = atob(run.packed), bytes = new Uint8Array(letters.length);
  for (let i = 0; i < bytes.length; i++)
    bytes[i] = letters.charCodeAt(i);
  const data = new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer());
  // Where each row begins.
  const offsets = [0];
  for (const count of run.counts)
    offsets.push(offsets.at(-1) + count);
  const shares = run.rows.length * run.bins * states.length, count = offsets.at(-1);
  let at = shares;
  const next = () => {
    let number = 0, scale = 1, byte;
    do {
      byte = data[at++];
      number += (byte & 127) * scale;
      scale *= 128;
    } while (byte > 127);
    return number;
  };
  const nextSigned = () => { const number = next(); return number % 2 ? -(number + 1) / 2 : number / 2; };
  const column = (kind, read) => { const numbers = new kind(count); for (let i = 0; i < count; i++) numbers[i] = read(); return numbers; };
  const starts = column(Float64Array, nextSigned), lengths = column(Float64Array, next), tasks = column(Float64Array, nextSigned);
  for (let row = 0; row < run.rows.length; row++)
    for (let i = offsets[row], end = 0, task = 0; i < offsets[row + 1]; i++) {
      starts[i] += end;
      tasks[i] += task;
      [end, task] = [starts[i] + lengths[i], tasks[i]];
    }
  Object.assign(run, { starts, lengths, tasks, offsets, states: column(Uint8Array, next), shares: run.bins ? data.subarray(0, shares) : null, packed: null });
  run.used = run.states.reduce((all, state) => all | 1 << state, 0);
}

// The first task of a row that starts at a time or later.
function searchIn(run, row, time) {
  let [low, high] = [run.offsets[row], run.offsets[row + 1]];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (run.starts[middle] * run.unit < time) low = middle + 1; else high = middle;
  }
  return low;
}

// The share of each state in each pixel column: from all tasks, or else from the bins.
function sharesOf(run, row, from, step, width) {
  const shares = new Float32Array(width * states.length);
  const add = (started, ended, state, part) => {
    const first = Math.max(0, Math.floor((started - from) / step)), last = Math.min(width - 1, Math.floor((ended - from) / step));
    for (let x = first; x <= last; x++)
      shares[x * states.length + state] += part * Math.max(0, Math.min(ended, from + (x + 1) * step) - Math.max(started, from + x * step)) / step;
  };
  if (run.shares) {
    const wide = run.wall / run.bins;
    for (let bin = Math.max(0, Math.floor(from / wide)); bin < run.bins && bin * wide < from + step * width; bin++)
      for (let state = 0; state < states.length; state++) {
        const share = run.shares[(row * run.bins + bin) * states.length + state] / 255;
        if (share > 0)
          add(bin * wide, (bin + 1) * wide, state, share);
      }
  } else
    eachTask(run, row, from, from + step * width, (started, ended, state) => add(started, ended, state, 1));
  return shares;
}

function eachTask(run, row, from, to, see) {
  for (let i = run.offsets[row]; i < run.offsets[row + 1]; i++) {
    const started = run.starts[i] * run.unit, ended = started + run.lengths[i] * run.unit;
    if (started > to)
      break;
    if (ended >= from)
      see(started, ended, run.states[i], i);
  }
}

// What a worker does between tasks.
function phaseOf(run, row, time) {
  const [, first, last] = run.rows[row];
  return time >= run.done ? "end" : time < first ? "start" : time > last ? "idle" : "gap";
}

const phases = { start: "start-up", gap: "between tasks", idle: "without a task", end: "shutdown" };

function paintRow(run, row, from, to, width, height, colour) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const pen = canvas.getContext("2d"), step = (to - from) / width;
  for (let x = 0, begin = 0, phase = phaseOf(run, row, from); x <= width; x++) {
    const next = x < width ? phaseOf(run, row, from + (x + 0.5) * step) : null;
    if (next !== phase) {
      pen.fillStyle = colour(phase);
      // Low, so that tasks stand out without their colour.
      pen.fillRect(begin, Math.round(height * 0.72), x - begin, height);
      [begin, phase] = [x, next];
    }
  }
  const shares = sharesOf(run, row, from, step, width);
  for (let x = 0; x < width; x++) {
    let bottom = height;
    for (let state = 0; state < states.length; state++) {
      const share = Math.min(1, shares[x * states.length + state]);
      if (share <= 0)
        continue;
      const tall = Math.max(state === 0 ? 0 : 2, share * height);
      pen.fillStyle = colour(states[state]);
      pen.fillRect(x, bottom - tall, 1, tall);
      bottom -= tall;
    }
  }
  // Where there is room, a line between tasks, and a cross in those that failed.
  eachTask(run, row, from, to, (started, ended, state) => {
    const [left, right] = [(started - from) / step, (ended - from) / step];
    if (right - left < 5)
      return;
    if (run.shares) {
      pen.fillStyle = colour(states[state]);
      pen.fillRect(left, 0, right - left, height);
    }
    pen.fillStyle = colour("paper");
    pen.fillRect(Math.round(left), 0, 1.5, height);
    if (state !== 0 && right - left > 14 && height > 10) {
      const middle = (Math.max(0, left) + Math.min(width, right)) / 2, size = Math.min(5, height / 3);
      pen.strokeStyle = colour("paper");
      pen.lineWidth = 2;
      pen.stroke(new Path2D(`M${middle - size},${height / 2 - size}l${2 * size},${2 * size}m0,${-2 * size}l${-2 * size},${2 * size}`));
    }
  });
  return canvas;
}

function timeline(data, colour, width, view) {
  const run = data.runs[view.run ??= data.first];
  if (run.packed)
    return { wait: unpack(run) };
  const [from, to] = view.range ??= [0, run.wall];
  const names = run.rows.map(([name]) => name);
  const high = Math.max(7, Math.min(30, Math.round(420 / names.length)));
  const { option, axis } = baseOf(colour);
  const left = widthOf(names) + 40;
  const keys = ["ok", ...states.slice(1).filter((_, index) => run.used & 2 << index)].map(name => ({ name: name === "ok" ? "in a task" : name, hue: colour(name), isSign: true, bar: null }))
    .concat(Object.entries(phases).map(([phase, name]) => ({ name, hue: colour(phase), isSign: true, bar: null, isLow: true })));
  const ratio = Math.min(2, globalThis.devicePixelRatio || 1);
  return {
    height: 62 + high * names.length, keys, isCanvas: true, finding: run.finding, choices: data.runs.map(run => run.name), duration: run.wall,
    hintAt: (time, row) => hintAt(data, run, time, row, to - from),
    option: { ...option, grid: { left, right: 14, top: 6, bottom: 48 },
      yAxis: { type: "category", data: names, inverse: true, name: "worker", nameLocation: "middle", nameRotate: 90, nameGap: left - 16, nameTextStyle: { color: colour("soft") }, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: colour("ink"), fontSize: 12, interval: high < 14 ? "auto" : 0, hideOverlap: true } },
      xAxis: axis({ type: "value", min: from, max: to, name: "time since the start of the run", nameLocation: "middle", nameGap: 28, splitLine: { show: false }, axisLabel: { formatter: time => duration(time, to - from) } }),
      series: [
        { type: "custom", silent: true, clip: true, data: names.map((_, index) => index), encode: { y: 0 },
          renderItem: (place, api) => {
            const area = place.coordSys, tall = Math.max(3, high - (high > 12 ? 5 : 2)), row = api.value(0);
            return { type: "image", style: { image: paintRow(run, row, from, to, Math.round(area.width * ratio), Math.round(tall * ratio), colour), x: area.x, y: api.coord([from, row])[1] - tall / 2, width: area.width, height: tall } };
          } },
        // For the legend of a picture that is saved.
        ...keys.map(key => ({ name: key.name, type: "scatter", data: [], symbol: "rect", itemStyle: { color: key.hue } })),
      ] },
  };
}

function hintAt(data, run, time, row, range) {
  const [name] = run.rows[row];
  let found = -1;
  // Tasks of several workers in one row overlap; a few steps back are enough for what is seen there.
  for (let i = searchIn(run, row, time) - 1, steps = 0; found < 0 && i >= run.offsets[row] && steps < 200; i--, steps++)
    if ((run.starts[i] + run.lengths[i]) * run.unit >= time)
      found = i;
  const worker = `worker ${name}`;
  if (found < 0)
    return `${run.shares && phaseOf(run, row, time) === "gap" ? "short tasks" : phases[phaseOf(run, row, time)]}\n${worker}, at ${duration(time, range)}`;
  const task = run.tasks[found], input = data.inputs[Math.floor(task / run.copies)];
  return `task ${task}${input === undefined ? "" : `, input ${input}`}\n${run.rounded ? "about " : ""}${duration(run.lengths[found] * run.unit)}, ${states[run.states[found]]}\n${worker}, from ${duration(run.starts[found] * run.unit, range)}`;
}
