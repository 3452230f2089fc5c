import sharp from "sharp";
import { sha256 } from "../kit/hash.ts";
import { unreadablePicture } from "../provider/unreadable-picture.ts";
import { withProvenance } from "./provenance.ts";

/** A picture ready to be kept: labelled as AI-made, with what the checks and the curator need to know of it. */
export type Picture = {
  jpeg: Buffer;
  /** What the checks look at: the picture itself, or a smaller copy of one that is too large for them. */
  checked: Buffer;
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

/**
 * Reads a provider's file, writes the provenance into it and measures it. Throws ProviderError `unreadable_picture`,
 * retryable because the file may come whole the next time.
 */
export async function prepare(bytes: Buffer): Promise<Picture> {
  try {
    const [jpeg, { width, height }, grey] = await Promise.all([
      withProvenance(bytes, provenance),
      sharp(bytes).metadata(),
      greyOf(bytes),
    ]);
    return {
      jpeg,
      checked: await forChecks(jpeg),
      width,
      height,
      sha256: sha256(jpeg),
      phash: differenceHash(grey),
      sharpness: sharpnessOf(grey),
    };
  } catch (error) {
    throw unreadablePicture("replicate", "The provider's file is not a picture that can be read.", {
      retryable: true,
      cause: error,
    });
  }
}

// Rekognition takes 5 MB of a picture that is sent along; the models' own pictures have a tenth of that.
const maxCheckedBytes = 4 * 1024 * 1024;
const checkedSide = 1568;

/** A JPEG as the checks take it: as it is, where it is not too large for them. */
export async function forChecks(jpeg: Buffer): Promise<Buffer> {
  if (jpeg.length <= maxCheckedBytes) return jpeg;
  return sharp(jpeg)
    .resize(checkedSide, checkedSide, { fit: "inside", withoutEnlargement: true })
    .jpeg()
    .toBuffer();
}

/** Whether a file carries the statement that a trained model made it. */
export async function hasProvenance(jpeg: Buffer): Promise<boolean> {
  const { xmpAsString } = await sharp(jpeg).metadata();
  return xmpAsString?.includes("digitalsourcetype/trainedAlgorithmicMedia") ?? false;
}

type Grey = { data: Buffer; width: number; height: number };

// Wide enough for edges and for a hash of nine columns; a JPEG is decoded at a quarter of its size for it.
const greySide = 256;

async function greyOf(image: Buffer): Promise<Grey> {
  const { data, info } = await sharp(image)
    .resize(greySide, greySide, { fit: "inside", withoutEnlargement: true })
    // At the end: `greyscale()` would convert before it shrinks, which takes twice as long for the same picture.
    .toColourspace("b-w")
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** The standard deviation of the Laplacian, as `sharp.stats().sharpness` has it. */
function sharpnessOf({ data, width, height }: Grey): number {
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
function differenceHash(grey: Grey): string {
  const [columns, rows] = [9, 8];
  let bits = 0n;
  for (let row = 0; row < rows; row++) {
    const cells = Array.from({ length: columns }, (_, column) =>
      meanOf(grey, { column, columns, row, rows }),
    );
    for (let column = 0; column < columns - 1; column++) {
      bits = (bits << 1n) | ((cells[column] ?? 0) > (cells[column + 1] ?? 0) ? 1n : 0n);
    }
  }
  return bits.toString(16).padStart(16, "0");
}

function meanOf(
  { data, width, height }: Grey,
  cell: { column: number; columns: number; row: number; rows: number },
): number {
  const [left, right] = [cell.column, cell.column + 1].map((at) => Math.floor((at * width) / cell.columns));
  const [top, bottom] = [cell.row, cell.row + 1].map((at) => Math.floor((at * height) / cell.rows));
  let [sum, count] = [0, 0];
  for (let y = top ?? 0; y < (bottom ?? 0); y++) {
    for (let x = left ?? 0; x < (right ?? 0); x++) {
      sum += data[y * width + x] ?? 0;
      count += 1;
    }
  }
  return count > 0 ? sum / count : 0;
}
