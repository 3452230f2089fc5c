import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { endWithParent } from "../../parent.ts";

/** What a request costs on this machine when nothing is done with it. */
const server = createServer((request, response) => {
  request.resume().once("end", () => response.end("{}"));
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}/` })}\n`);
});
process.once("SIGTERM", () => process.exit(0));
endWithParent();
