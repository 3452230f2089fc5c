import { createHash } from "node:crypto";
import sharp from "sharp";
import { bandHeight, cellBox, codeColumns, codeRows } from "./band.ts";
import { Look } from "./look.ts";

/** What is true about a sandbox picture, written into its pixels, so that it survives any re-encoding. */
export type Truth = {
  persona: number;
  look: Look;
  /** Years the person appears to be, at most 127. */
  apparentAge: number;
  hasFace: boolean;
  isOtherIdentity: boolean;
  isWeakIdentity: boolean;
  isYoungLook: boolean;
  hasNudity: boolean;
  isSuggestive: boolean;
  isCelebrity: boolean;
  /** 0 to 15: lets checks give slightly different numbers for different pictures of one person. */
  jitter: number;
  /** Centre and height of the face, as fractions of the picture's width and height. */
  face: { x: number; y: number; height: number };
  /** How far the head is turned, -90 to 90, in steps of 12. */
  yawDegrees: number;
};

export const hasFace = (truth: Truth | undefined): truth is Truth => truth?.hasFace === true;

const flags = [
  "hasFace",
  "isOtherIdentity",
  "isWeakIdentity",
  "isYoungLook",
  "hasNudity",
  "isSuggestive",
  "isCelebrity",
] as const;

const bitCount = codeColumns * codeRows;
const payloadBits = bitCount - 16;

/**
 * 96 bits, most significant first: persona 32, look 8, age 7, flags 7, jitter 4, face 3 × 6, yaw 4,
 * CRC 16.
 */
export function encodeTruth(truth: Truth): boolean[] {
  const bits: boolean[] = [];
  const put = (value: number, width: number) => {
    for (let bit = width - 1; bit >= 0; bit--) bits.push(Math.floor(value / 2 ** bit) % 2 === 1);
  };
  const fraction = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 63);
  put(truth.persona >>> 0, 32);
  put(Look.pack(truth.look), 8);
  put(Math.min(127, Math.round(truth.apparentAge)), 7);
  for (const flag of flags) put(truth[flag] ? 1 : 0, 1);
  put(truth.jitter & 15, 4);
  put(fraction(truth.face.x), 6);
  put(fraction(truth.face.y), 6);
  put(fraction(truth.face.height), 6);
  put(Math.round((Math.min(90, Math.max(-90, truth.yawDegrees)) + 90) / 12), 4);
  while (bits.length < payloadBits) bits.push(false);
  put(checksum(bits), 16);
  return bits;
}

export function decodeTruth(bits: readonly boolean[]): Truth | undefined {
  let at = 0;
  const take = (width: number) => {
    let value = 0;
    for (const bit of bits.slice(at, at + width)) value = value * 2 + (bit ? 1 : 0);
    at += width;
    return value;
  };
  const persona = take(32);
  const look = Look.unpack(take(8));
  const apparentAge = take(7);
  const read = Object.fromEntries(flags.map((flag) => [flag, take(1) === 1])) as Record<
    (typeof flags)[number],
    boolean
  >;
  const jitter = take(4);
  const face = { x: take(6) / 63, y: take(6) / 63, height: take(6) / 63 };
  const yawDegrees = take(4) * 12 - 90;
  at = payloadBits;
  if (take(16) !== checksum(bits.slice(0, payloadBits))) return undefined;
  return { persona, look, apparentAge, ...read, jitter, face, yawDegrees };
}

/** CRC-16/CCITT. Its start value makes an all-black or all-white strip invalid. */
function checksum(bits: readonly boolean[]): number {
  let crc = 0xffff;
  for (const bit of bits) {
    const carry = ((crc >> 15) & 1) !== (bit ? 1 : 0);
    crc = (crc << 1) & 0xffff;
    if (carry) crc ^= 0x1021;
  }
  return crc;
}

/** Several providers are asked about one picture, each with the same bytes. */
const known = new Map<string, Promise<Truth | undefined>>();
const maxKnown = 500;

/** Undefined for any picture that is not the sandbox's own, or whose band was cut away. Throws on no image. */
export function readTruth(bytes: Buffer): Promise<Truth | undefined> {
  const key = createHash("sha1").update(bytes).digest("hex");
  const found = known.get(key);
  if (found) return found;
  const [oldest] = known.keys();
  if (oldest !== undefined && known.size >= maxKnown) known.delete(oldest);
  const made = decodePicture(bytes);
  known.set(key, made);
  return made;
}

async function decodePicture(bytes: Buffer): Promise<Truth | undefined> {
  const { width, height } = await sharp(bytes).metadata();
  if (!width || !height) throw new Error("This picture has no size.");
  const band = bandHeight(width, height);
  if (band < 12) return undefined;
  // The band alone: the rest of the picture need not become pixels for it.
  const above = height - Math.ceil(band);
  const { data, info } = await sharp(bytes)
    .extract({ left: 0, top: above, width, height: height - above })
    .flatten({ background: "white" })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const bits: boolean[] = [];
  for (let row = 0; row < codeRows; row++) {
    for (let column = 0; column < codeColumns; column++) {
      const box = cellBox(width, height, row, column);
      // The middle of the block only: its edges are blurred by JPEG and by resizing.
      const left = Math.round(box.left + box.width * 0.3);
      const right = Math.max(left + 1, Math.round(box.left + box.width * 0.7));
      const top = Math.round(box.top + box.height * 0.3);
      const bottom = Math.max(top + 1, Math.round(box.top + box.height * 0.7));
      let sum = 0;
      for (let y = top - above; y < bottom - above; y++) {
        for (let x = left; x < right; x++) sum += data[(y * width + x) * info.channels] ?? 0;
      }
      bits.push(sum / ((right - left) * (bottom - top)) > 127);
    }
  }
  return decodeTruth(bits);
}
