// The HTTP interface, as this page uses it. What goes wrong is an Error whose message can be shown.

async function asked(address, options) {
  let response;
  try {
    response = await fetch(address, options);
  } catch {
    throw new Error("Elegans does not answer; is 'elegans serve' still running?");
  }
  if (response.status === 401) throw new Error("Elegans asks for its token: open the address that 'elegans serve' printed.");
  if (!response.ok) {
    const problem = await response.json().catch(() => null);
    throw new Error(problem?.reason ?? `Elegans answered ${response.status}.`);
  }
  return response;
}

const file = (address, content) => asked(address, { method: "POST", body: content, headers: { "Content-Type": "application/octet-stream" } }).then(answer => answer.json());

export const about = () => asked("api/about").then(answer => answer.json());
export const jobs = () => asked("api/jobs").then(answer => answer.json());
export const upload = (movie, stackChannel) => file(`api/jobs?name=${encodeURIComponent(movie.name)}${stackChannel ? `&stackChannel=${stackChannel}` : ""}`, movie);
export const sample = () => asked("api/jobs/sample", { method: "POST" }).then(answer => answer.json());
export const compareWithTrack = (id, track) => file(`api/jobs/${id}/nuclei?name=${encodeURIComponent(track.name)}`, track);
export const cancel = id => asked(`api/jobs/${id}/cancel`, { method: "POST" });
export const choosePosition = (id, number) => asked(`api/jobs/${id}/position?number=${number}`, { method: "POST" }).then(answer => answer.json());
export const chooseEmbryo = (id, number) => asked(`api/jobs/${id}/embryo?number=${number}`, { method: "POST" }).then(answer => answer.json());
export const remove = id => asked(`api/jobs/${id}`, { method: "DELETE" });
export const readings = id => asked(`api/jobs/${id}/readings`).then(answer => answer.json());
export const curves = id => asked(`api/jobs/${id}/files/curves.json`, { cache: "no-store" }).then(answer => answer.json());
export const result = (id, name) => `api/jobs/${id}/files/${name}`;
export const picture = (job, number) => `api/jobs/${job.id}/pictures/${number}${job.position ? `?position=${job.position}` : ""}`;

export const storage = () => asked("api/storage", { cache: "no-store" }).then(answer => answer.json());

/**
 * Listens to what happens to movies. `opened` is called whenever nothing is missed from now on, after a time in which something
 * may have been; `lost` when the connection is.
 */
export function listen(happened, opened, lost) {
  const isVisible = () => document.visibilityState === "visible";
  if (window.SharedWorker) {
    const { port } = new SharedWorker("stream.js");
    const look = () => port.postMessage(isVisible() ? "visible" : "hidden");
    port.onmessage = ({ data }) => ({ open: opened, lost, happened: () => happened(data.what) })[data.kind]();
    document.addEventListener("visibilitychange", look);
    addEventListener("pageshow", look);
    addEventListener("pagehide", () => port.postMessage("gone"));
    look();
    return;
  }

  // Where tabs cannot share a worker, as in browsers of telephones, the one that is looked at has the stream.
  let events = null;
  const look = () => {
    if (!isVisible()) { events?.close(); events = null; return; }
    if (events && events.readyState !== EventSource.CLOSED) return;
    events = new EventSource("api/events");
    events.addEventListener("listening", opened);
    events.onmessage = message => happened(JSON.parse(message.data));
    events.onerror = lost;
  };
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", () => { events?.close(); events = null; });
  addEventListener("pageshow", look);
  look();
}
