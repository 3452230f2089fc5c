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

/** A page of sent mails. All content is shown as text: a mail's HTML must not run here. */
export function mailbox(mails: readonly Mail[]): string {
  const items = mails.map(
    (mail) => `<article><h2>${inert(mail.subject)}</h2>
      <p><time>${inert(mail.at)}</time> from ${inert(mail.from)} to ${inert(mail.to.join(", "))}</p>
      <pre>${inert(mail.text || mail.html)}</pre></article>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sandbox mail</title>
    <style>body{font:16px/1.5 system-ui;max-width:48rem;margin:2rem auto;padding:0 1rem}
    article{border-top:1px solid #ccc;padding:1rem 0}h2{margin:0;font-size:1.1rem}p{color:#555;margin:.2rem 0}
    pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f6f6f6;padding:.8rem;border-radius:.4rem}</style>
    <h1>Sandbox mail</h1><p>Nothing here was really sent.</p>
    ${items.join("\n") || "<p>No mail yet.</p>"}</html>`;
}
