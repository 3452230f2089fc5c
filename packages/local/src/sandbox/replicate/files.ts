import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Frame } from "../frame/frame.ts";
import type { SandboxRequest } from "../frame/provider.ts";
import { idAlphabet, token } from "../frame/seeded.ts";
import { invalidInput, notFound } from "./errors.ts";

type Upload = {
  id: string;
  name: string;
  type: string;
  size: number;
  sha256: string;
  metadata: unknown;
  at: string;
};

const keepNameBytes = 255;

/** `POST /files`: inputs a caller uploads instead of giving a URL the provider could reach. */
export function createFiles(frame: Frame) {
  const directory = path.join(frame.directory, "replicate-files");
  frame.database.exec(
    "create table if not exists replicate_files (id text primary key, upload text not null)",
  );
  const one = frame.database.prepare("select upload from replicate_files where id = ?");
  const all = frame.database.prepare("select upload from replicate_files order by rowid desc limit 100");
  const apiUrl = () => `${frame.urls.url}/replicate/v1`;

  function find(id: string): Upload {
    const row = one.get(id);
    if (!row) throw notFound();
    return JSON.parse(String(row.upload)) as Upload;
  }
  const toPublic = (upload: Upload) => ({
    id: upload.id,
    name: upload.name,
    content_type: upload.type,
    size: upload.size,
    etag: upload.sha256.slice(0, 32),
    checksums: { sha256: upload.sha256 },
    metadata: upload.metadata,
    created_at: upload.at,
    expires_at: new Date(Date.parse(upload.at) + frame.clock.scale(24 * 3600_000)).toISOString(),
    urls: { get: `${apiUrl()}/files/${upload.id}` },
  });

  return {
    async create(request: SandboxRequest) {
      const type = request.headers["content-type"] ?? "";
      const form = await new Response(new Uint8Array(request.body), { headers: { "content-type": type } })
        .formData()
        .catch(() => undefined);
      const content = form?.get("content");
      if (!(content instanceof Blob)) {
        throw invalidInput([{ type: "required", field: "content", description: "content is required" }]);
      }
      const bytes = Buffer.from(await content.arrayBuffer());
      const name = String(form?.get("filename") ?? ("name" in content ? content.name : "file"));
      if (Buffer.byteLength(name) > keepNameBytes) {
        throw invalidInput([{ type: "too_long", field: "filename", description: "at most 255 bytes" }]);
      }
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const at = new Date().toISOString();
      const id = token(26, idAlphabet, "file", at, sha256);
      const metadata: unknown = await metadataOf(form?.get("metadata"));
      const upload: Upload = { id, name, type: content.type, size: bytes.length, sha256, metadata, at };
      await mkdir(directory, { recursive: true });
      await writeFile(path.join(directory, id), bytes);
      frame.database
        .prepare("insert into replicate_files (id, upload) values (?, ?)")
        .run(id, JSON.stringify(upload));
      return toPublic(upload);
    },
    get: (id: string) => toPublic(find(id)),
    list: () => ({
      next: null,
      previous: null,
      results: all.all().map((row) => toPublic(JSON.parse(String(row.upload)) as Upload)),
    }),
    async remove(id: string): Promise<void> {
      find(id);
      frame.database.prepare("delete from replicate_files where id = ?").run(id);
      await rm(path.join(directory, id), { force: true });
    },
    /** The bytes behind one of our own `urls.get`; undefined for any other URL. */
    async bytesOf(url: string): Promise<Buffer | undefined> {
      const id = url.startsWith(`${apiUrl()}/files/`) ? (url.split("/").at(-1) ?? "") : "";
      const file = path.join(directory, path.basename(id));
      return one.get(id) && existsSync(file) ? readFile(file) : undefined;
    },
  };
}
/** The official client sends the metadata as a file part of its own, others as text. */
async function metadataOf(part: Blob | string | null | undefined): Promise<unknown> {
  const text = part instanceof Blob ? await part.text() : (part ?? "{}");
  try {
    return JSON.parse(text);
  } catch {
    throw invalidInput([{ type: "json", field: "metadata", description: "metadata is not JSON" }]);
  }
}

export type Files = ReturnType<typeof createFiles>;
