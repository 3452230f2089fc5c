import { createHash } from "node:crypto";
import { z } from "zod";
import { credentials } from "../frame/credentials.ts";
import type { Frame } from "../frame/frame.ts";
import type { Look } from "../picture/look.ts";
import { invalidInput, notFound, ReplicateError } from "./errors.ts";

/** The person a trained version shows. */
export type Trained = { persona: number; look: Look; age?: number };
export type Version = Trained & { id: string; model: string; createdAt: string };
export type Model = { owner: string; name: string; visibility: string; hardware: string; createdAt: string };

/** Models that exist at the provider without anybody here having made them. */
export const officialModels = ["black-forest-labs/flux-dev", "black-forest-labs/flux-kontext-dev"] as const;
export const trainer = "ostris/flux-dev-lora-trainer";

export const hardware = [
  { name: "CPU", sku: "cpu" },
  { name: "Nvidia T4 GPU", sku: "gpu-t4" },
  { name: "Nvidia L40S GPU", sku: "gpu-l40s" },
  { name: "Nvidia A100 (80GB) GPU", sku: "gpu-a100-large" },
  { name: "Nvidia H100 GPU", sku: "gpu-h100" },
];

const NewModel = z.object({
  owner: z.string(),
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/),
  visibility: z.enum(["public", "private"]),
  hardware: z.enum(hardware.map(({ sku }) => sku)),
  description: z.string().optional(),
});

export function createModels({ database }: Frame) {
  database.exec(`
    create table if not exists replicate_models (name text primary key, model text not null);
    create table if not exists replicate_versions (id text primary key, model text not null, version text not null);
  `);
  const oneModel = database.prepare("select model from replicate_models where name = ?");
  const oneVersion = database.prepare("select version from replicate_versions where id = ?");
  const versionsOf = database.prepare(
    "select version from replicate_versions where model = ? order by rowid desc",
  );

  function find(name: string): Model | undefined {
    const row = oneModel.get(name);
    if (row) return JSON.parse(String(row.model)) as Model;
    const [owner = "", short = ""] = name.split("/");
    const isBuiltIn = [...officialModels, trainer].some((official) => official === name);
    const createdAt = "2024-08-01T00:00:00.000Z";
    return isBuiltIn
      ? { owner, name: short, visibility: "public", hardware: "gpu-h100", createdAt }
      : undefined;
  }
  const versions = (name: string) =>
    versionsOf.all(name).map((row) => JSON.parse(String(row.version)) as Version);

  return {
    find,
    versions,
    findVersion: (id: string): Version | undefined => {
      const row = oneVersion.get(id);
      return row && (JSON.parse(String(row.version)) as Version);
    },
    create(body: unknown): Model {
      const parsed = NewModel.safeParse(body);
      if (!parsed.success) throw invalidInput(fieldsOf(parsed.error, ""));
      const { owner, name } = parsed.data;
      if (owner !== credentials.replicateOwner) {
        throw new ReplicateError(403, "Forbidden", `You cannot create models for ${owner}.`);
      }
      if (find(`${owner}/${name}`)) {
        throw new ReplicateError(409, "Conflict", `A model with the name ${owner}/${name} already exists.`);
      }
      const model: Model = { ...parsed.data, createdAt: new Date().toISOString() };
      database
        .prepare("insert into replicate_models (name, model) values (?, ?)")
        .run(`${owner}/${name}`, JSON.stringify(model));
      return model;
    },
    /** The id follows from the training, so a training that is finished twice has one version. */
    addVersion(name: string, jobId: string, trained: Trained): Version {
      const id = createHash("sha256").update(`${name} ${jobId}`).digest("hex");
      const version: Version = { ...trained, id, model: name, createdAt: new Date().toISOString() };
      database
        .prepare("insert or ignore into replicate_versions (id, model, version) values (?, ?, ?)")
        .run(id, name, JSON.stringify(version));
      return version;
    },
    remove(name: string): void {
      if (!oneModel.get(name)) throw notFound();
      if (versions(name).length > 0) {
        throw new ReplicateError(
          403,
          "Forbidden",
          "A model with versions cannot be deleted. Delete them first.",
        );
      }
      database.prepare("delete from replicate_models where name = ?").run(name);
    },
    removeVersion(name: string, id: string): void {
      const done = database
        .prepare("delete from replicate_versions where id = ? and model = ?")
        .run(id, name);
      if (Number(done.changes) === 0) throw notFound();
    },
  };
}
export type Models = ReturnType<typeof createModels>;

export const fieldsOf = (error: z.ZodError, prefix: string) =>
  error.issues.map(({ code, path, message }) => ({
    type: code,
    field: [prefix, ...path.map(String)].filter(Boolean).join("."),
    description: message,
  }));

export const modelJson = (model: Model, latest?: Version) => ({
  url: `https://replicate.com/${model.owner}/${model.name}`,
  owner: model.owner,
  name: model.name,
  description: null,
  visibility: model.visibility,
  github_url: null,
  paper_url: null,
  license_url: null,
  run_count: 0,
  cover_image_url: null,
  default_example: null,
  latest_version: latest ? versionJson(latest) : null,
});

export const versionJson = ({ id, createdAt }: Version) => ({
  id,
  created_at: createdAt,
  cog_version: "0.9.13",
  openapi_schema: {},
});
