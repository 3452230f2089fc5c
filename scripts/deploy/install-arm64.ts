import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { outputOf, readOptions, root, type Step, take } from "./step.ts";

/**
 * Lambda runs on arm64, the machine that deploys does not: this adds sharp's arm64 packages to the installed
 * ones. `npm install --cpu=arm64` would take the other packages' own platform away and break the build.
 */
const names = ["@img/sharp-linux-arm64", "@img/sharp-libvips-linux-arm64"];

interface Locked {
  version: string;
  integrity: string;
}

const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
  packages: Record<string, Locked | undefined>;
};
const folder = mkdtempSync(join(tmpdir(), "arm64-"));

const steps = names.flatMap((name): Step[] => {
  const locked = lock.packages[`node_modules/${name}`];
  if (!locked) throw new Error(`package-lock.json does not know ${name}`);
  const pack = ["npm", "pack", "--json", "--pack-destination", folder, `${name}@${locked.version}`];
  return [
    {
      why: `Fetch ${name} in the version and with the checksum of package-lock.json: ${pack.join(" ")}`,
      work: () => {
        const [packed] = JSON.parse(outputOf(pack)) as { integrity: string }[];
        if (packed?.integrity !== locked.integrity)
          throw new Error(`${name} is not what package-lock.json names`);
      },
    },
    {
      why: `Unpack it into node_modules/${name}`,
      work: () => {
        const file = readdirSync(folder).find((entry) => entry.endsWith(".tgz")) ?? "";
        const target = join(root, "node_modules", name);
        rmSync(target, { recursive: true, force: true });
        mkdirSync(target, { recursive: true });
        outputOf(["tar", "-xzf", join(folder, file), "--strip-components=1", "-C", target]);
        rmSync(join(folder, file));
      },
    },
  ];
});

try {
  await take(steps, readOptions());
} finally {
  rmSync(folder, { recursive: true, force: true });
}
