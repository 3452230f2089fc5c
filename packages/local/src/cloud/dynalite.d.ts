declare module "dynalite" {
  import type { Server } from "node:http";
  /** Serves DynamoDB's API; `path` keeps the tables on disk. */
  export default function dynalite(options: {
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
  }): Server;
}
