export type Mail = {
  id: string;
  at: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
};

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const inert = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);

/** An address of the web as it stands in a text, without the full stop or bracket that ends its sentence. */
const address = /https?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]}]/g;

/** The text with its web addresses as links. Nothing else of a mail is more than text here. */
function linked(text: string): string {
  let html = "";
  let end = 0;
  for (const { 0: url, index } of text.matchAll(address)) {
    html += `${inert(text.slice(end, index))}<a href="${inert(url)}" rel="noreferrer">${inert(url)}</a>`;
    end = index + url.length;
  }
  return html + inert(text.slice(end));
}

const style = `
  :root { color-scheme: light dark; --ink: light-dark(#221e1a, #eeebe6); --ink-2: light-dark(#5a544d, #b9b3ab);
    --line: light-dark(#e2ddd6, #3c3732); --surface: light-dark(#fdfcfa, #24201d); --accent: light-dark(#b8391a, #ff8a65) }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 0 auto; padding: 2rem 1rem 4rem;
    color: var(--ink); background: light-dark(#faf8f5, #1a1714) }
  header { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem 1rem; margin-bottom: 1.5rem }
  header p { flex-basis: 100% }
  h1 { font-size: 1.5rem; margin: 0 auto 0 0 }
  h2 { font-size: 1.05rem; margin: 0 }
  p { margin: 0; color: var(--ink-2) }
  article { border: 1px solid var(--line); border-radius: .75rem; background: var(--surface); padding: 1rem 1.25rem;
    margin-bottom: 1rem; overflow-wrap: anywhere }
  article p { font-size: .875rem }
  pre { font: inherit; white-space: pre-wrap; margin: .75rem 0 0 }
  a { color: var(--accent); text-underline-offset: .2em }`;

/** Sent mails, the newest first; with `reader` those to one address. A mail's HTML is shown as text: it must not run here. */
export function mailbox(mails: readonly Mail[], reader?: string): string {
  const shown = reader ? mails.filter(({ to }) => to.includes(reader)) : mails;
  const items = shown.map(
    (mail) => `<article><h2>${inert(mail.subject)}</h2>
      <p>To ${inert(mail.to.join(", "))} · from ${inert(mail.from)} · <time datetime="${inert(mail.at)}">${inert(when(mail.at))}</time></p>
      <pre>${linked(mail.text || mail.html)}</pre></article>`,
  );
  const place = reader ? `?to=${encodeURIComponent(reader)}` : "?";
  const none = reader
    ? `No mail to ${inert(reader)} yet: it takes a moment to arrive.`
    : "No mail yet: what the studio sends arrives here.";
  return `<!doctype html><html lang="en"><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1"><title>Sandbox mail</title>
    <style>${style}</style>
    <body><main><header><h1>Sandbox mail</h1> <a href="${place}">Look again</a>${reader ? ' <a href="?">All mails</a>' : ""}
    <p>What the studio sent on this machine. Nothing here was really sent.</p></header>
    ${items.join("\n") || `<p>${none}</p>`}</main></html>`;
}

const when = (moment: string): string =>
  new Date(moment).toLocaleString("en", { dateStyle: "medium", timeStyle: "medium" });
