/** The console's page. The document is static; a small script fills it from `state.json` every second. */

import { pageScript } from "./page-script.ts";
import { pageStyle } from "./page-style.ts";

const sections: [id: string, title: string][] = [
  ["problems", "Needs attention"],
  ["queues", "Queues"],
  ["executions", "Executions"],
  ["invocations", "Invocations"],
  ["functions", "Functions"],
  ["bus", "Bus"],
  ["schedules", "Schedules"],
  ["sandbox", "Sandboxes"],
];

export function renderPage(): string {
  const links = sections.map(([id, title]) => `<a href="#${id}">${title}</a>`).join("");
  const body = sections
    .map(([id, title]) => `<section id="${id}"><h2>${title}</h2><div data-part="${id}"></div></section>`)
    .join("");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Laptop cloud</title>
<style>${pageStyle}</style>
</head>
<body>
<header><h1>Laptop cloud</h1><p data-part="summary" aria-live="off"></p><nav>${links}</nav></header>
<main>${body}</main>
<noscript>This page fills itself with a script; the same data is at <a href="/__cloud/state.json">state.json</a>.</noscript>
<script>${pageScript}</script>
</body>
</html>`;
}
