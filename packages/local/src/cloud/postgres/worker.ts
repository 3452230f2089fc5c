import { createServer, type Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { keepVacuumed } from "./autovacuum.ts";
import { openEngine } from "./engine.ts";
import { EngineLock } from "./engine-lock.ts";
import { Session } from "./session.ts";
import type { WorkerInput } from "./start.ts";

/** Server and engine share this thread: a batch goes from the socket to the engine in one function call. */
const input = workerData as WorkerInput;
const engine = await openEngine(input.folder);
const lock = new EngineLock<Session | "autovacuum">(input.lockTimeoutMs);
const stopVacuum = keepVacuumed(engine, lock);
const sockets = new Set<Socket>();
let lastId = 0;

const server = createServer((socket) => {
  sockets.add(socket);
  socket.on("close", () => sockets.delete(socket));
  lastId += 1;
  new Session(lastId, socket, engine, lock);
});

server.listen({ port: input.port, host: "127.0.0.1", backlog: 1024 }, () => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the database has no port");
  parentPort?.postMessage({ port: address.port });
});

parentPort?.once("message", async () => {
  stopVacuum();
  server.close();
  const closed = [...sockets].map((socket) => new Promise((done) => socket.once("close", done)));
  for (const socket of sockets) socket.destroy();
  await Promise.all(closed);
  await engine.close();
  process.exit(0);
});
