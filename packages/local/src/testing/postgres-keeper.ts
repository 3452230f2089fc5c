/**
 * Runs one throw-away Postgres and outlives its parent just long enough to clean up: when standard input
 * closes, by request or because the parent was killed, the server is stopped and its folder removed.
 * Arguments: folder, port, and the user to run as (0 0: this one).
 */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";

const [, , folder = "", port = "", uid = "0", gid = "0"] = process.argv;
const settings = [
  `port=${port}`,
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "max_connections=200",
  "shared_buffers=64MB",
  // Nothing here is worth keeping after a crash.
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "wal_level=minimal",
  "max_wal_senders=0",
];
const server = spawn(
  join(folder, "binaries/bin/postgres"),
  ["-D", join(folder, "data"), ...settings.flatMap((setting) => ["-c", setting])],
  {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    ...(uid === "0" ? {} : { uid: Number(uid), gid: Number(gid) }),
  },
);

let log = "";
server.stderr.on("data", (chunk: Buffer) => {
  log = `${log}${chunk}`.slice(-4_000);
  if (String(chunk).includes("ready to accept connections")) process.stdout.write("ready\n");
});
server.on("exit", () => {
  rmSync(folder, { recursive: true, force: true });
  if (!isStopping) process.stderr.write(log);
  process.exit(isStopping ? 0 : 1);
});

let isStopping = false;
function stop() {
  isStopping = true;
  server.kill("SIGQUIT");
}
process.stdin.resume().on("close", stop).on("error", stop);
// Ctrl-C reaches the whole group; the parent decides when to stop.
process.on("SIGINT", () => {});
process.on("SIGTERM", stop);
