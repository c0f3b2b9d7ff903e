// The page: movies in a queue, one of them on show beside its curves, several compared.

import * as api from "./api.js";
import * as curvesOf from "./curves.js";
import { MovieChart, drawCompared } from "./chart.js";

const at = id => document.getElementById(id);
const jobs = new Map(), curves = new Map(), ticked = new Set(), entries = new Map();
let chosen = null, frameAt = 0, playing = null, isFollowing = false, chart, lineages = [];

const counted = number => number.toLocaleString("en");
const isOver = job => job.state === "Done" || job.state === "Failed" || job.state === "Cancelled";
const isTrack = file => /\.(csv|csv\.gz|gz|zip)$/i.test(file.name);
const stem = name => name.replace(/\.(gz|zip)$/i, "").replace(/\.[^.]+$/, "").replace(/^CD/, "").toLowerCase();

function size(bytes) {
  if (bytes >= 1e12) return `${(bytes / 1e12).toFixed(2)} TB`;
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)} MB`;
}

function complain(error) {
  at("message").textContent = error ? error.message : "";
}

function told(job) {
  const several = job.predicted?.embryos?.length ?? 0;
  return [how(job), positionOf(job), several > 0 ? `embryo ${job.embryo ?? 1} of ${several}` : null, job.tracks?.length ? `to be compared with ${job.tracks.map(track => track.name).join(", ")}` : null].filter(Boolean).join("; ");
}

/** Which of its file's positions is shown; files of a set hold some of its positions only. */
function positionOf(job) {
  if (job.positions.length === 0) return null;
  const now = job.position ?? job.positions[0];
  return job.positions.every((position, i) => position === i + 1) ? `position ${now} of ${job.positions.length}` : `position ${now}; this file holds ${job.positions.join(", ")}`;
}

function how(job) {
  switch (job.state) {
    case "Queued": return "waits for its turn";
    case "Running": return `${counted(job.framesRead)}${job.framesAnnounced ? ` of ${counted(job.framesAnnounced)}` : ""} frames read`;
    case "Failed": return job.reason;
    case "Cancelled": return "cancelled";
    default: {
      const found = job.predicted;
      return [`${counted(found.frames)} frame${found.frames === 1 ? "" : "s"}`, found.firstTotal == null ? "nothing to count" : `${found.firstTotal} to ${found.lastTotal} cells`, found.remark].filter(Boolean).join("; ");
    }
  }
}

function button(text, label, act, className) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  if (label) made.setAttribute("aria-label", label);
  if (className) made.className = className;
  made.addEventListener("click", () => Promise.resolve(act()).catch(complain));
  return made;
}

function list(job) {
  let entry = entries.get(job.id);
  if (!entry) {
    const row = document.createElement("li"), tick = document.createElement("input"), text = document.createElement("div"), what = document.createElement("div"), progress = document.createElement("progress");
    tick.type = "checkbox";
    tick.setAttribute("aria-label", `Compare ${job.name}`);
    tick.addEventListener("change", () => { tick.checked ? ticked.add(job.id) : ticked.delete(job.id); compare(); });
    text.className = "told";
    const name = button(job.name, null, () => choose(job.id), "name");
    progress.setAttribute("aria-label", `How far ${job.name} is`);
    text.append(name, what, progress);
    const cancel = button("Cancel", `Cancel ${job.name}`, () => api.cancel(job.id)), remove = button("Remove", `Remove ${job.name}`, () => api.remove(job.id));
    row.append(tick, text, cancel, remove);
    at("jobs").append(row);
    entries.set(job.id, entry = { row, tick, what, progress, cancel, name });
  }
  entry.what.className = job.state === "Failed" ? "what bad" : "what";
  entry.what.textContent = told(job);
  entry.tick.disabled = job.state !== "Done";
  entry.cancel.hidden = isOver(job);
  entry.progress.hidden = job.state !== "Running";
  if (job.framesAnnounced) Object.assign(entry.progress, { max: job.framesAnnounced, value: job.framesRead });
  else entry.progress.removeAttribute("value");
  entry.row.classList.toggle("chosen", job.id === chosen);
  entry.name.setAttribute("aria-current", String(job.id === chosen));
}

function unlist(id) {
  entries.get(id)?.row.remove();
  entries.delete(id);
  jobs.delete(id);
  curves.delete(id);
  ticked.delete(id);
  if (chosen === id) { chosen = null; play(false); at("view").hidden = true; history.replaceState(null, "", location.pathname); }
  compare();
}

async function load(job) {
  if (job.state === "Done") curves.set(job.id, curvesOf.finished(await api.curves(job.id)));
  else {
    const live = curvesOf.empty();
    if (job.state === "Running") curvesOf.add(live, await api.readings(job.id));
    // What came while this was asked for.
    const meanwhile = curves.get(job.id);
    if (meanwhile && !meanwhile.isFinal) curvesOf.append(live, meanwhile);
    if (!meanwhile?.isFinal) curves.set(job.id, live);
  }
}

async function choose(id) {
  complain(null);
  play(false);
  chosen = id;
  frameAt = 0;
  // While a movie is read it plays beside its curves, at the pace it is read, until somebody takes the slider.
  isFollowing = !isOver(jobs.get(id)) && !matchMedia("(prefers-reduced-motion: reduce)").matches;
  history.replaceState(null, "", `#${id}`);
  for (const job of jobs.values()) list(job);
  await load(jobs.get(id));
  if (chosen === id) show();
}

/** Everything on show of the chosen movie. */
function show() {
  const job = jobs.get(chosen), shown = curves.get(chosen);
  at("view").hidden = false;
  at("view-title").textContent = job.name;
  at("state").textContent = told(job);
  at("stage").hidden = at("values").hidden = job.state === "Failed" || (shown.frame.length === 0 && job.pictures === 0);
  chart ??= new MovieChart(at("chart"), lineages, index => { takeover(); goTo(index); });
  toggles();
  chart.draw(shown);
  at("frame").max = Math.max(0, lastFrame(job));
  at("downloads").hidden = job.state !== "Done";
  if (job.state === "Done") downloads(job);
  positions(job);
  outlines(job);
  notes(job);
  verdict(job);
  if (isFollowing) frameAt = Math.max(0, Math.min(shown.frame.length, job.pictures * job.pictureStep) - 1);
  if (isOver(job)) isFollowing = false;
  goTo(Math.min(frameAt, lastFrame(job)));
}

const lastFrame = job => Math.max(0, (job.state === "Done" ? job.predicted.frames : Math.max(curves.get(job.id)?.frame.length ?? 0, job.pictures * job.pictureStep)) - 1);

let wantedPicture = "";
function goTo(frame) {
  const job = jobs.get(chosen);
  if (!job) return;
  frameAt = Math.max(0, frame);
  at("frame").value = frameAt;
  at("frame").setAttribute("aria-valuetext", described(job, frameAt));
  at("frame-number").textContent = `frame ${frameAt}`;
  const picture = Math.floor(frameAt / job.pictureStep);
  if (picture < job.pictures) {
    const address = api.picture(job, picture);
    if (wantedPicture !== address) at("picture").src = wantedPicture = address;
    at("picture").alt = described(job, frameAt);
  }
  values(frameAt);
  chart?.moveTo(frameAt);
}

function described(job, frame) {
  const shown = curves.get(job.id), total = shown?.total[frame];
  return `${job.name}, frame ${frame}${total == null ? "" : `: ${total} cells`}`;
}

function values(frame) {
  const shown = curves.get(chosen), cells = (row, texts, head) => row.replaceChildren(...texts.map((text, i) => {
    const cell = document.createElement(head || i === 0 ? "th" : "td");
    if (head) cell.scope = "col";
    else if (i === 0) cell.scope = "row";
    cell.textContent = text ?? "–";
    return cell;
  }));
  const low = shown.low[frame], high = shown.high[frame], least = curvesOf.isLeast(shown, frame) ? "≥ " : "";
  const deviates = { "total-": "; fewer cells than a normal embryo", "total+": "; more cells than a normal embryo" }[shown.deviates[frame]] ?? "";
  cells(at("value-names"), ["", ...curvesOf.COUNTED, "90 % of totals", "measured", "minutes", "pace", "status"], true);
  cells(at("value-row"), ["predicted", ...curvesOf.COUNTED.map(name => shown[name][frame] == null ? null : `${least}${shown[name][frame]}`), low == null ? null : `${low} to ${high ?? "…"}`, shown.measured[frame], shown.minutes[frame], shown.pace[frame], shown.isFinal ? `${shown.status[frame]}${deviates}` : "being read"]);
  at("truth-row").hidden = !shown.annotated;
  if (shown.annotated) cells(at("truth-row"), ["annotated", ...curvesOf.COUNTED.map(name => shown.annotated[name][frame]), "", "", "", "", shown.annotated.total[frame] == null ? "not annotated" : ""]);
}

function toggles() {
  if (at("toggles").childElementCount > 0) return;
  for (const name of curvesOf.COUNTED) {
    const founder = lineages.find(lineage => lineage.letter === name)?.name ?? "all cells";
    const toggle = button(name === "total" ? "all" : name, `Curve of ${founder}`, () => {
      chart.off.has(name) ? chart.off.delete(name) : chart.off.add(name);
      toggle.setAttribute("aria-pressed", String(!chart.off.has(name)));
      chart.draw(curves.get(chosen));
    });
    toggle.setAttribute("aria-pressed", "true");
    toggle.title = founder;
    toggle.style.setProperty("--curve", name === "total" ? "var(--ink)" : chart.colour(name));
    at("toggles").append(toggle);
  }
}

function downloads(job) {
  const stem = job.name.replace(/\.[^.]+$/, "");
  const files = [["counts.csv", "Table (CSV)"], ["counts.json", "JSON"], ["curve.png", "Figure (PNG)"], ["curve.svg", "Figure (SVG)"], ...(job.predicted.frames > 1 ? [["movie.gif", "Animation (GIF)"]] : [])];
  at("downloads").replaceChildren(...files.map(([name, text]) => {
    const link = document.createElement("a");
    link.className = "button";
    link.href = api.result(job.id, name);
    link.download = `${stem}-${name}`;
    link.textContent = text;
    return link;
  }));
}

/** Of a file with several positions each can be read. */
function positions(job) {
  const row = at("positions"), now = job.position ?? job.positions[0];
  row.hidden = job.positions.length === 0;
  const made = job.positions.map(position => {
    const choose = button(`Position ${position}`, null, () => position === now || !isOver(job) ? null : api.choosePosition(job.id, position));
    choose.setAttribute("aria-pressed", String(position === now));
    choose.setAttribute("aria-disabled", String(!isOver(job)));
    return choose;
  });
  const focused = [...row.children].indexOf(document.activeElement);
  row.replaceChildren(...made);
  if (focused >= 0) made[focused]?.focus({ preventScroll: true });
}

/** Of several embryos each can be chosen by clicking it; the movie is then read again for that one. */
function outlines(job) {
  const found = job.predicted?.embryos ?? [], svg = "http://www.w3.org/2000/svg", drawing = at("outlines");
  drawing.toggleAttribute("hidden", found.length === 0);
  if (found.length === 0) return;
  const { width, height } = job.predicted, now = job.embryo ?? 1;
  drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
  drawing.replaceChildren(...found.map(embryo => {
    const group = document.createElementNS(svg, "g"), ellipse = document.createElementNS(svg, "ellipse"), number = document.createElementNS(svg, "text");
    const set = (element, values) => Object.entries(values).forEach(([name, value]) => element.setAttribute(name, value));
    set(group, { role: "button", tabindex: 0, "aria-pressed": embryo.number === now, "aria-label": `Embryo ${embryo.number} of ${found.length}` });
    set(ellipse, { cx: embryo.x, cy: embryo.y, rx: embryo.length / 2, ry: embryo.breadth / 2, transform: `rotate(${embryo.degrees} ${embryo.x} ${embryo.y})` });
    set(number, { x: embryo.x, y: embryo.y, "font-size": height / 14 });
    number.textContent = embryo.number;
    group.append(ellipse, number);
    const act = () => { if (embryo.number !== now) api.chooseEmbryo(job.id, embryo.number).catch(complain); };
    group.addEventListener("click", act);
    group.addEventListener("keydown", event => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); act(); } });
    return group;
  }));
}

/** How the file was understood, and what the counts do not say. */
function notes(job) {
  const found = job.predicted?.notes ?? [];
  at("notes").hidden = found.length === 0;
  at("notes").replaceChildren(...found.map(note => Object.assign(document.createElement("li"), { textContent: note.text })));
}

function verdict(job) {
  at("verdict").hidden = !job.compared && !job.trackProblem;
  at("verdict-text").hidden = !job.compared;
  at("track-problem").hidden = !job.trackProblem;
  at("track-problem").textContent = job.trackProblem ?? "";
  if (!job.compared) return;
  const { embryo, belongs, verdict, frames, totalShareError, summedLineageError } = job.compared;
  const doubt = belongs ? "" : "The errors below mean nothing unless the two belong together. ";
  const errors = `the total is off by ${(100 * totalShareError).toFixed(1)} %, the lineages by ${summedLineageError.toFixed(1)} cells in all.`;
  at("verdict-text").textContent = `${embryo}: ${verdict} ${doubt}Over ${counted(frames)} annotated frames ${errors}`;
}

/** Whoever takes the slider, or points at a curve, decides what is shown from then on. */
function takeover() {
  isFollowing = false;
  play(false);
}

function play(on) {
  if (on) isFollowing = false;
  clearInterval(playing);
  playing = on ? setInterval(() => { const last = lastFrame(jobs.get(chosen)); if (frameAt < last) goTo(frameAt + 1); else if (isOver(jobs.get(chosen))) play(false); }, 80) : null;
  at("play").setAttribute("aria-pressed", String(on));
  at("play").textContent = on ? "Pause" : "Play";
}

async function compare() {
  const movies = [...ticked].map(id => jobs.get(id)).filter(job => job?.state === "Done");
  at("compare").hidden = movies.length < 2;
  if (movies.length < 2) return;
  await Promise.all(movies.filter(job => !curves.get(job.id)?.isFinal).map(load));
  drawCompared(at("compare-chart"), at("compare-legend"), movies.map(job => ({ name: job.name, curves: curves.get(job.id) })), document.querySelector("input[name=axis]:checked").value);
}

let drawing = false;
function happened({ id, job, readings }) {
  const before = jobs.get(id);
  if (!job || job.state !== before?.state) room();
  if (!job) { unlist(id); at("none").hidden = jobs.size > 0; return; }
  jobs.set(id, job);
  at("none").hidden = true;
  list(job);
  if (id !== chosen) return;
  const live = curves.get(id);
  if (job.state === "Queued" || (job.state === "Running" && before?.state === "Queued")) curves.set(id, curvesOf.empty());
  if (live && !live.isFinal && readings) curvesOf.add(curves.get(id), readings);
  if ((job.state === "Done" && !live?.isFinal) || (job.compared && JSON.stringify(job.compared) !== JSON.stringify(before?.compared))) { load(job).then(() => chosen === id && show()).catch(complain); return; }
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => { drawing = false; if (chosen === id && curves.has(id)) show(); });
}

/** Movies first, then the tracks that came with them: each is compared when its movie is read. */
async function take(files) {
  complain(null);
  const problems = [], movies = files.filter(file => !isTrack(file)), taken = [];
  const attempt = async (file, act) => {
    try {
      await act();
    } catch (error) {
      if (chosen && jobs.has(chosen)) at("state").textContent = told(jobs.get(chosen));
      problems.push(`${file.name}: ${error.message}`);
      complain(new Error(problems.join(" ")));
    }
  };
  for (const file of movies) {
    await attempt(file, async () => {
      await fits(file);
      const job = await api.upload(file, at("stack-channel").value);
      taken.push(job);
      if (!jobs.has(job.id)) happened({ id: job.id, job });
      if (movies.length === 1 || !chosen) await choose(job.id);
    });
  }
  if (problems.length > 0) complain(new Error(problems.join(" ")));
  for (const file of files.filter(isTrack)) {
    await attempt(file, async () => {
      const id = movieOf(file, movies, taken), isRead = isOver(jobs.get(id));
      await fits(file);
      if (isRead && id === chosen) at("state").textContent = `holding the movie against ${file.name}…`;
      const job = await api.compareWithTrack(id, file);
      // The server may have told more by now than this answer holds.
      if (isRead) happened({ id, job });
    });
  }
}

/** The movie that a track is for: the one it came with, of several the one that is called like it; else the chosen one. */
function movieOf(track, movies, taken) {
  if (movies.length === 0) {
    if (!chosen) throw new Error("this is a track: choose the movie it belongs to first.");
    return chosen;
  }
  if (taken.length === 0) throw new Error("the movie it came with was not taken.");
  const called = taken.filter(job => stem(job.name) === stem(track.name));
  if (movies.length > 1 && called.length !== 1)
    throw new Error("several movies came with this track, and not one of them is called like it: choose its movie and drop the track again.");
  return (movies.length === 1 ? taken : called)[0].id;
}

/** Refused before it is sent: a browser that is cut off while it sends does not learn why. */
async function fits(file) {
  const { roomBytes, usedBytes, maxBytes } = await api.storage();
  if (file.size <= roomBytes) return;
  const used = maxBytes ? ` (${size(usedBytes)} of ${size(maxBytes)} are used)` : "";
  throw new Error(`it has ${size(file.size)}, and ${size(roomBytes)} can be taken now${used}. Remove movies first.`);
}

/** How much is kept, asked for once where much happens. */
let asking = null;
function room() {
  asking ??= setTimeout(() => {
    asking = null;
    api.storage().then(use => {
      const bound = use.maxBytes ? `of ${size(use.maxBytes)} used` : `used, ${size(use.freeBytes)} free on the disk`;
      const kept = use.keptForDays ? ` A movie is removed ${days(use.keptForDays)} after it came.` : "";
      at("storage").textContent = `${size(use.usedBytes)} ${bound}.${kept}`;
    }).catch(() => {});
  }, 300);
}

const days = kept => kept >= 1 ? `${+kept.toFixed(1)} day${kept === 1 ? "" : "s"}` : `${+(24 * kept).toFixed(1)} hours`;

/** Everything as it is now, after a time in which something may have been missed. */
async function refresh() {
  const all = await api.jobs(), known = new Set(all.map(job => job.id));
  for (const id of [...jobs.keys()]) if (!known.has(id)) unlist(id);
  for (const job of all) happened({ id: job.id, job });
  at("none").hidden = jobs.size > 0;
  room();
  if (!chosen) return;
  const id = chosen;
  await load(jobs.get(id));
  if (chosen === id) show();
}

async function start() {
  const about = await api.about();
  lineages = about.lineages;
  curvesOf.know(lineages.map(lineage => lineage.letter));
  at("about").textContent = `Model ${about.model}. ${about.limits.join(" ")}`;
  for (const job of await api.jobs()) { jobs.set(job.id, job); list(job); }
  at("none").hidden = jobs.size > 0;
  room();
  const wanted = location.hash.slice(1);
  if (jobs.has(wanted)) await choose(wanted);
  let isLost = false;
  api.listen(
    happened,
    () => { if (isLost) complain(null); isLost = false; refresh().catch(complain); },
    () => { isLost = true; complain(new Error("The connection to Elegans is lost; it is tried again.")); });
}

at("file").addEventListener("change", () => { const files = [...at("file").files]; at("file").value = ""; take(files); });
at("sample").addEventListener("click", () => api.sample().then(job => { if (!jobs.has(job.id)) happened({ id: job.id, job }); return choose(job.id); }).catch(complain));
at("play").addEventListener("click", () => { if (!playing && frameAt >= lastFrame(jobs.get(chosen))) goTo(0); play(!playing); });
at("frame").addEventListener("input", () => { takeover(); goTo(Number(at("frame").value)); });
at("linear").addEventListener("change", () => { chart.isLinear = at("linear").checked; chart.draw(curves.get(chosen)); });
for (const axis of document.querySelectorAll("input[name=axis]")) axis.addEventListener("change", () => compare().catch(complain));
for (const kind of ["dragenter", "dragover"]) document.addEventListener(kind, event => { event.preventDefault(); at("drop").classList.add("over"); });
for (const kind of ["dragleave", "drop"]) document.addEventListener(kind, () => at("drop").classList.remove("over"));
document.addEventListener("drop", event => { event.preventDefault(); take([...event.dataTransfer.files]); });
start().catch(complain);
