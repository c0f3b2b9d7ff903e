// The curves of one movie, column by column: of a finished one as they were written, of a running one as they come.

/** What is counted, in the order of tables: the lineages that the server tells of, then all cells. */
export let COUNTED = ["total"];

export function know(letters) {
  COUNTED = [...letters, "total"];
}

export function empty() {
  const curves = { frame: [], status: [], low: [], high: [], minutes: [], pace: [], measured: [], deviates: [], annotated: null, isFinal: false };
  for (const name of COUNTED) curves[name] = [];
  return curves;
}

/** Adds rows of [frame, each lineage, total], or of [frame] where there are no counts. Rows that came before are left out. */
export function add(curves, rows) {
  for (const row of rows) {
    if (curves.frame.length > 0 && row[0] <= curves.frame.at(-1)) continue;
    curves.frame.push(row[0]);
    COUNTED.forEach((name, i) => curves[name].push(row.length > 1 ? row[i + 1] : null));
  }
}

/** Adds what another reading of the same movie has beyond the last row. */
export function append(curves, other) {
  add(curves, other.frame.map((frame, i) => COUNTED.every(name => other[name][i] === null) ? [frame] : [frame, ...COUNTED.map(name => other[name][i])]));
}

// What an older server wrote has no measured totals.
export const finished = written => ({ annotated: null, measured: [], deviates: [], ...written, isFinal: true });

/** Whether the counts of a row are lower bounds: an embryo past what is known, or not all of it in the picture. */
export const isLeast = (curves, row) => ["beyond_range", "cut_off"].includes(curves.status[row]);
