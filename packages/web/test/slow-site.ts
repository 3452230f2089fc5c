import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * The site behind a line that lets of a page's document through what comes before its content, and holds the rest
 * back until `release` is called: what a slow answer looks like to the browser, which has the frame by then.
 */
export async function slowSite(site: string) {
  const content = '<div hidden id="S:';
  const released = Promise.withResolvers<void>();
  const server = createServer((asked, answer) => {
    const { "accept-encoding": _, ...headers } = asked.headers;
    const passed = request(site + asked.url, { method: asked.method, headers }, async (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      for await (const part of given) {
        const start = asked.headers["sec-fetch-dest"] === "document" ? String(part).indexOf(content) : -1;
        if (start >= 0) {
          answer.write(String(part).slice(0, start));
          await released.promise;
        }
        answer.write(start >= 0 ? String(part).slice(start) : part);
      }
      answer.end();
    });
    asked.pipe(passed);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    release: () => released.resolve(),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
