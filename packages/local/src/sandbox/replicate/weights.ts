import { createHash } from "node:crypto";

const safetensorsBytes = 256 * 1024;

/** The archive a finished training leaves: a well-formed but empty LoRA, different for each version. */
export function weightsTar(versionId: string): Buffer {
  const header = Buffer.from(
    JSON.stringify({
      __metadata__: { sandbox: "true", version: versionId },
      "lora.weight": { dtype: "U8", shape: [safetensorsBytes], data_offsets: [0, safetensorsBytes] },
    }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const noise = createHash("sha256").update(versionId).digest();
  const tensor = Buffer.alloc(safetensorsBytes, noise);
  const config = Buffer.from(`job: extension\nname: flux_train_replicate\nversion: ${versionId}\n`);
  return Buffer.concat([
    ...tarEntry("output/flux_train_replicate/lora.safetensors", Buffer.concat([length, header, tensor])),
    ...tarEntry("output/flux_train_replicate/config.yaml", config),
    Buffer.alloc(1024),
  ]);
}

/** One file in ustar format, with a fixed date so that equal content gives an equal archive. */
function tarEntry(name: string, content: Buffer): Buffer[] {
  const header = Buffer.alloc(512);
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, "0")}\0`;
  header.write(name, 0);
  header.write(octal(0o644, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(content.length, 12), 124);
  header.write(octal(1_700_000_000, 12), 136);
  header.write("        ", 148);
  header.write("0", 156);
  header.write("ustar\0" + "00", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
}
