/** Runs in the browser. Every value is put in as text, so that a message body can never become markup. */
export const pageScript = String.raw`
"use strict";
const make = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null).map((child) => child.nodeType ? child : String(child)));
  return element;
};
const time = (value) => value ? new Date(value).toLocaleTimeString() : "";
const number = (value) => make("td", { class: "number" }, value ?? "");
const table = (heads, rows) => rows.length === 0
  ? make("p", { class: "quiet" }, "Nothing yet.")
  : make("table", {}, make("thead", {}, make("tr", {}, heads.map((head) => make("th", { scope: "col", class: head.startsWith("#") ? "number" : "" }, head.replace("#", ""))))), make("tbody", {}, rows));
const row = (...cells) => make("tr", {}, cells.map((cell) => cell && cell.tagName === "TD" ? cell : make("td", {}, cell ?? "")));
const open = new Set();
const details = (key, title, content) => {
  const element = make("details", { ontoggle: (event) => event.target.open ? open.add(key) : open.delete(key) }, make("summary", {}, title), content);
  if (open.has(key)) element.open = true;
  return element;
};
const mark = (text, good) => make("span", { class: good === undefined ? "" : good ? "good" : "bad" }, text);
const short = (arn) => String(arn).split(/[:/]/).at(-1);
const parts = {
  summary: (s) => "time ×" + s.timeScale + " · " + s.workers.busy + " of " + s.workers.workers + " workers busy (cap " + s.workers.cap + ", waiting " + s.workers.waiting + ") · started in " + s.timings.total + " ms · " + time(s.at),
  problems: (s) => {
    const lines = [...s.problems, ...s.denials.map((d) => time(d.at) + " denied: " + d.function + " may not " + d.action + " on " + d.resource), ...s.crashPoints.armed.map((p) => "armed crash point: " + p.name + " (" + p.remaining + " to go)")];
    return lines.length ? make("ul", {}, lines.map((line) => make("li", { class: "bad" }, line))) : make("p", { class: "quiet" }, "Nothing.");
  },
  queues: (s) => table(["Queue", "#Ready", "#In flight", "#Delayed", "#Dead letters", "Consumer", "#Batches now"], s.queues.map((q) =>
    row(q.name, number(q.ready), number(q.inFlight), number(q.delayed), make("td", { class: "number" + (q.deadLetterDepth ? " bad" : "") }, q.deadLetterDepth ?? "none"), q.consumer ?? mark("nobody", false), number(q.batches)))),
  executions: (s) => table(["Started", "Machine", "Name", "Status", "Now in", "History"], s.executions.map((e) =>
    row(time(e.startedAt), short(e.machine), e.name, mark(e.status, e.status === "SUCCEEDED" ? true : e.status === "RUNNING" ? undefined : false), e.currentStates.join(", ") + (e.waitingTokens ? " (waits for an answer)" : ""),
      details(e.arn, e.error ? e.error : e.history.length + " entries", make("pre", {}, [e.cause, "input " + e.input, ...e.history.map((h) => time(h.at) + " " + h.type + " " + (h.state ?? "") + " " + (h.detail ?? ""))].filter(Boolean).join("\n")))))),
  invocations: (s) => table(["At", "Function", "Caused by", "Outcome", "#ms", "Log"], s.invocations.map((i) =>
    row(time(i.startedAt), i.function, i.source, mark(i.outcome + (i.coldStart ? " · cold" : ""), i.outcome === "ok" ? true : i.outcome === "running" ? undefined : false), number(i.milliseconds),
      i.log.length || i.error ? details(i.id, i.error ? i.error.slice(0, 80) : i.log.length + " lines", make("pre", {}, [i.error, ...i.log].filter(Boolean).join("\n"))) : ""))),
  functions: (s) => table(["Function", "#Invocations", "#Errors", "#Mean ms"], s.functions.map((f) => row(f.function, number(f.count), make("td", { class: "number" + (f.errors ? " bad" : "") }, f.errors), number(f.meanMilliseconds)))),
  bus: (s) => table(["At", "Type", "Source", "#Targets", "Event"], s.events.map((e) => row(time(e.at), e.detail_type, e.source, number(e.matched), details(e.id, e.id.slice(0, 8), make("pre", {}, JSON.stringify(JSON.parse(e.event), null, 2)))))),
  schedules: (s) => table(["Schedule", "Expression", "Next", "Last", "#Runs", "#Skipped", ""], s.schedules.map((e) => row(e.name, e.expression, time(e.nextAt), time(e.lastAt), number(e.runs), number(e.skipped),
    make("button", { type: "button", onclick: () => fetch("/__cloud/schedules/" + encodeURIComponent(e.name) + "/run", { method: "POST" }) }, "Run now")))),
};
let calls;
let faults;
const sandbox = async (path, options) => {
  const answer = await fetch("/__cloud/sandbox" + path, options);
  return answer.ok ? answer.json() : undefined;
};
const change = (method, body) => async () => {
  await sandbox("/__faults", { method, headers: { "content-type": "application/json" }, body: body && JSON.stringify(body) });
  await refresh();
};
parts.sandbox = (s) => {
  if (!s.sandbox) return make("p", { class: "quiet" }, "No sandbox address was given at start.");
  const switches = ["429", "500", "timeout", "reset", "duplicate", "late", "lost", "garbage"].map((kind) =>
    make("button", { type: "button", onclick: change("POST", { kind, rate: 0.3, seed: 1 }) }, kind + " 30 %"));
  return make("div", {},
    make("p", {}, make("button", { type: "button", onclick: change("POST", { preset: "storm", seed: 1 }) }, "Storm"), switches, make("button", { type: "button", onclick: change("DELETE") }, "No faults")),
    details("faults", "Faults in force", make("pre", {}, JSON.stringify(faults ?? "not answered", null, 2))),
    table(["At", "Provider", "Request", "#Status", "Fault"], ((calls && calls.calls) || []).slice(-60).reverse().map((c) => row(time(c.at), c.provider, c.method + " " + c.path, make("td", { class: "number" + (c.status >= 400 ? " bad" : "") }, c.status), c.fault ?? ""))));
};
const refresh = async () => {
  const answer = await fetch("/__cloud/state.json");
  const state = await answer.json();
  if (state.sandbox) [calls, faults] = await Promise.all([sandbox("/__calls"), sandbox("/__faults")].map((p) => p.catch(() => undefined)));
  for (const [name, draw] of Object.entries(parts)) {
    const place = document.querySelector('[data-part="' + name + '"]');
    if (!place.contains(document.activeElement) || document.activeElement === document.body) place.replaceChildren(draw(state));
  }
};
const loop = () => refresh().catch(() => { document.querySelector('[data-part="summary"]').textContent = "The cloud does not answer."; }).finally(() => setTimeout(loop, document.hidden ? 5000 : 1000));
loop();
`;
