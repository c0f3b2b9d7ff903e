// Charts of cell numbers, drawn by uPlot. Counts run in doublings unless every cell is to take the same room.

import { COUNTED, isLeast } from "./curves.js";

const doublings = { to: cells => cells == null ? null : Math.log2(1 + cells), from: place => Math.round(2 ** place - 1), splits: most => [0, ...Array.from({ length: 12 }, (_, i) => 2 ** i)].filter(cells => cells <= most * 1.3 + 1) };
const linear = { to: cells => cells, from: place => Math.round(place), splits: most => { const step = [1, 2, 5, 10, 20, 50, 100, 200].find(step => most / step < 10) ?? 500; return Array.from({ length: Math.floor(most * 1.1 / step) + 1 }, (_, i) => i * step); } };

const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const axis = extra => ({ stroke: style("--ink"), grid: { stroke: style("--line"), width: 0.5 }, ticks: { stroke: style("--line") }, font: "13px system-ui", ...extra });

function options(place, most, scale, extra) {
  const ticks = scale.splits(most);
  return {
    width: Math.max(280, place.clientWidth), height: 320, legend: { show: false },
    scales: { x: { time: false }, y: { range: [0, scale.to(Math.max(1, most)) * 1.05] } },
    axes: [axis({ label: extra.label, labelFont: "13px system-ui", size: 48 }), axis({ splits: () => ticks.map(scale.to), values: (_, places) => places.map(scale.from), size: 46 })],
    cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
    ...extra.options,
  };
}

/** The curves of one movie: every lineage, the total with its band, and the annotation where there is one. */
export class MovieChart {
  constructor(place, lineages, hovered) {
    Object.assign(this, { place, lineages, hovered, off: new Set(), isLinear: false, marked: 0 });
    new ResizeObserver(() => this.plot?.setSize({ width: Math.max(280, place.clientWidth), height: 320 })).observe(place);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.curves && this.draw(this.curves));
  }

  colour(name) { return name === "total" ? style("--ink") : this.lineages.find(lineage => lineage.letter === name).colour; }

  draw(curves) {
    this.curves = curves;
    const scale = this.isLinear ? linear : doublings, annotated = curves.annotated, shown = COUNTED.filter(name => !this.off.has(name));
    let most = 1;
    for (const columns of [curves, annotated ?? {}]) for (const cells of columns.total ?? []) most = Math.max(most, cells ?? 0);
    const series = [{}], data = [curves.frame], bands = [];
    if (!this.off.has("total") && curves.high.length === curves.frame.length) {
      series.push({ stroke: "transparent", points: { show: false } }, { stroke: "transparent", points: { show: false } });
      data.push(curves.high.map((high, i) => scale.to(high ?? (curves.low[i] == null ? null : most))), curves.low.map(scale.to));
      bands.push({ series: [1, 2], fill: style("--band") });
    }
    // Measured frame by frame, where the curve is what a normal embryo of the age found has.
    if (!this.off.has("total") && curves.measured.some((cells, i) => cells != null && curves.minutes[i] != null)) {
      series.push({ stroke: style("--faint"), fill: style("--faint"), width: 0, paths: () => null, points: { show: true, size: 3, width: 0, fill: style("--faint") } });
      data.push(curves.measured.map(scale.to));
    }
    const isLower = curves.frame.map((_, i) => isLeast(curves, i)), ends = isLower.indexOf(true);
    for (const name of shown) {
      if (annotated) { series.push({ stroke: this.colour(name), width: name === "total" ? 2 : 1.5, points: { show: false } }); data.push(annotated[name].map(scale.to)); }
      series.push({ stroke: this.colour(name), width: name === "total" ? 2.4 : 1.7, dash: annotated ? [5, 4] : undefined, points: { show: curves.frame.length < 3 } });
      data.push(curves[name].map((cells, i) => isLower[i] ? null : scale.to(cells)));
      if (ends < 0) continue;
      // Lower bounds: thin dots, that join the curve.
      series.push({ stroke: this.colour(name), width: 1, dash: [1, 5], points: { show: false } });
      data.push(curves[name].map((cells, i) => isLower[i] || isLower[i + 1] ? scale.to(cells) : null));
    }
    const shape = `${shown}|${!!annotated}|${bands.length}|${most}|${this.isLinear}|${style("--ink")}|${curves.frame.length < 3}|${series.length}`;
    if (this.plot && this.shape === shape) { this.plot.setData(data); return; }
    this.plot?.destroy();
    this.shape = shape;
    this.plot = new uPlot({
      ...options(this.place, most, scale, { label: "frame", options: {} }), series, bands,
      hooks: {
        setCursor: [plot => plot.cursor.idx != null && plot.cursor.left >= 0 && this.hovered(plot.cursor.idx)],
        drawClear: [plot => this.shade(plot)],
        draw: [plot => this.mark(plot)],
      },
    }, data, this.place);
  }

  /** The frames in which the embryo does not grow as a normal one. */
  shade(plot) {
    const from = this.curves.deviates.findIndex(name => name != null);
    if (from < 0) return;
    const x = plot.valToPos(this.curves.frame[from], "x", true);
    plot.ctx.fillStyle = style("--deviates");
    plot.ctx.fillRect(x, plot.bbox.top, plot.bbox.left + plot.bbox.width - x, plot.bbox.height);
  }

  /** A line at the frame under the slider. */
  mark(plot) {
    const frame = this.curves.frame[this.marked];
    if (frame === undefined) return;
    const x = Math.round(plot.valToPos(frame, "x", true));
    Object.assign(plot.ctx, { strokeStyle: style("--accent"), lineWidth: 2 });
    plot.ctx.setLineDash([]);
    plot.ctx.beginPath();
    plot.ctx.moveTo(x, plot.bbox.top);
    plot.ctx.lineTo(x, plot.bbox.top + plot.bbox.height);
    plot.ctx.stroke();
  }

  moveTo(index) {
    this.marked = index;
    this.plot?.redraw(false);
  }
}

const APART = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8A6D3B", "#7F7F7F"];

/** All cells of several movies on one axis. */
export function drawCompared(place, legend, movies, by) {
  place.replaceChildren();
  legend.replaceChildren();
  const scale = doublings, tables = [];
  let most = 1;
  movies.forEach(({ name, curves }, i) => {
    const points = new Map();
    curves[by].forEach((x, at) => { if (x != null && curves.total[at] != null) points.set(x, curves.total[at]); });
    const xs = [...points.keys()].sort((a, b) => a - b);
    if (xs.length === 0) return;
    for (const cells of points.values()) most = Math.max(most, cells);
    tables.push({ colour: APART[i % APART.length], table: [xs, xs.map(x => scale.to(points.get(x)))] });
    const entry = document.createElement("li");
    entry.style.setProperty("--curve", APART[i % APART.length]);
    entry.textContent = name;
    legend.append(entry);
  });
  if (tables.length === 0) return;
  new uPlot({
    ...options(place, most, scale, { label: by === "frame" ? "frame" : "minutes since the four-cell stage", options: {} }),
    series: [{}, ...tables.map(({ colour }) => ({ stroke: colour, width: 2, points: { show: false }, spanGaps: true }))],
  }, uPlot.join(tables.map(({ table }) => table)), place);
}
