// One stream of events for all tabs of this page: a browser keeps six connections to a server and no more, so that a stream for
// each tab would leave none to load anything with. While no tab is looked at there is none at all.

const tabs = new Map();
let events = null;

function tell(message) {
  for (const tab of tabs.keys()) tab.postMessage(message);
}

function look() {
  const isWatched = [...tabs.values()].some(Boolean);
  if (isWatched && !events) open();
  else if (!isWatched && events) close();
}

function open() {
  const opened = events = new EventSource("api/events");
  opened.addEventListener("listening", () => tell({ kind: "open" }));
  opened.onmessage = message => tell({ kind: "happened", what: JSON.parse(message.data) });
  opened.onerror = () => {
    tell({ kind: "lost" });
    // The browser tries again by itself, unless it was refused.
    if (opened.readyState === EventSource.CLOSED && events === opened) { events = null; setTimeout(look, 3000); }
  };
}

function close() {
  events.close();
  events = null;
}

onconnect = ({ ports: [tab] }) => {
  tab.onmessage = ({ data }) => {
    if (data === "gone") tabs.delete(tab);
    else tabs.set(tab, data === "visible");
    // What happened while it was hidden it has to ask for.
    if (data === "visible" && events?.readyState === EventSource.OPEN) tab.postMessage({ kind: "open" });
    look();
  };
};
