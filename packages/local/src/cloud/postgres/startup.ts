import { errorResponse } from "./wire-message.ts";

const sslRequest = 80877103;
const gssRequest = 80877104;
const cancelRequest = 80877102;

/** One database under two names: that of the product and the one tools try first. */
const databases = new Set(["vixen", "postgres"]);

export type Startup =
  | { kind: "encryption" }
  | { kind: "cancel" }
  | { kind: "login"; role: string }
  | { kind: "refused"; answer: Buffer };

/** Reads the one message without a type byte with which every connection begins. */
export function readStartup(frame: Buffer): Startup {
  const request = frame.readInt32BE(4);
  if (request === sslRequest || request === gssRequest) return { kind: "encryption" };
  if (request === cancelRequest) return { kind: "cancel" };
  if (request >> 16 !== 3) return refused("0A000", "only protocol 3 is spoken here");
  const fields = frame.toString("utf8", 8).split("\0");
  const field = (name: string) => {
    const index = fields.findIndex((value, position) => position % 2 === 0 && value === name);
    return index < 0 ? undefined : fields[index + 1];
  };
  const role = field("user") ?? "";
  const database = field("database") ?? role;
  if (!databases.has(database)) return refused("3D000", `database "${database}" does not exist`);
  return { kind: "login", role };
}

function refused(sqlState: string, text: string): Startup {
  return { kind: "refused", answer: errorResponse(sqlState, text, "FATAL") };
}
