import sharp from "sharp";
import { ProviderError } from "../kit/error.ts";
import { sha256 } from "../kit/hash.ts";

/** A picture ready to be kept: labelled as AI-made, with what the checks and the curator need to know of it. */
export type Picture = {
  jpeg: Buffer;
  /** At most 768 px on a side: enough for the checks, and under every provider's limit. */
  preview: Buffer;
  width: number;
  height: number;
  sha256: string;
  /** 64 bits as 16 hex letters; the Hamming distance of two says how alike the pictures are. */
  phash: string;
  /** Strength of edges; the higher, the sharper. */
  sharpness: number;
};

/**
 * IPTC's DigitalSourceType for media made by a trained model, in the XMP property that platforms read.
 * Source: https://cv.iptc.org/newscodes/digitalsourcetype/
 */
const provenance = `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"/>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;

const previewSide = 768;

/** Reads a provider's file, writes the provenance into it and measures it. */
export async function prepare(bytes: Buffer): Promise<Picture> {
  try {
    const [labelled, preview] = await Promise.all([
      sharp(bytes).jpeg({ quality: 92 }).withXmp(provenance).toBuffer({ resolveWithObject: true }),
      sharp(bytes)
        .resize(previewSide, previewSide, { fit: "inside", withoutEnlargement: true })
        .jpeg()
        .toBuffer(),
    ]);
    const [phash, sharpness] = await Promise.all([differenceHash(preview), sharpnessOf(preview)]);
    return {
      jpeg: labelled.data,
      preview,
      width: labelled.info.width,
      height: labelled.info.height,
      sha256: sha256(labelled.data),
      phash,
      sharpness,
    };
  } catch (error) {
    throw new ProviderError("replicate", "The provider's file is not a picture that can be read.", {
      retryable: true,
      code: "unreadable_picture",
      cause: error,
    });
  }
}

/** The smaller copy of a stored picture that the face check compares with. */
export function shrink(jpeg: Buffer): Promise<Buffer> {
  return sharp(jpeg)
    .resize(previewSide, previewSide, { fit: "inside", withoutEnlargement: true })
    .jpeg()
    .toBuffer();
}

/** Whether a file carries the statement that a trained model made it. */
export async function hasProvenance(jpeg: Buffer): Promise<boolean> {
  const { xmpAsString } = await sharp(jpeg).metadata();
  return xmpAsString?.includes("digitalsourcetype/trainedAlgorithmicMedia") ?? false;
}

/**
 * The standard deviation of the Laplacian, as `sharp.stats().sharpness` has it, which takes four times as long
 * because it also finds entropy and colours.
 */
async function sharpnessOf(image: Buffer): Promise<number> {
  const { data, info } = await sharp(image).greyscale().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  let [count, sum, squares] = [0, 0, 0];
  for (let y = 1; y < height - 1; y++) {
    for (let at = y * width + 1, end = at + width - 2; at < end; at++) {
      // Every index is inside: the outermost pixels are left out.
      const around =
        (data[at - 1] ?? 0) + (data[at + 1] ?? 0) + (data[at - width] ?? 0) + (data[at + width] ?? 0);
      const edge = (around - 4 * (data[at] ?? 0)) / 9;
      count += 1;
      sum += edge;
      squares += edge * edge;
    }
  }
  return count > 1 ? Math.sqrt(Math.max(0, squares - (sum * sum) / count) / (count - 1)) : 0;
}

/** dHash: whether each of 8 × 8 cells is brighter than its right neighbour. Source: N. Krawetz, "Kind of Like That". */
async function differenceHash(image: Buffer): Promise<string> {
  const [width, height] = [9, 8];
  const pixels = await sharp(image).greyscale().resize(width, height, { fit: "fill" }).raw().toBuffer();
  let bits = 0n;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width - 1; x++) {
      const [left = 0, right = 0] = [pixels[y * width + x], pixels[y * width + x + 1]];
      bits = (bits << 1n) | (left > right ? 1n : 0n);
    }
  }
  return bits.toString(16).padStart(16, "0");
}
