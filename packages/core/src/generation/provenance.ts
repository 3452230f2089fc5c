import sharp from "sharp";

const [marker, startOfImage, application0, application1, startOfScan] = [0xff, 0xd8, 0xe0, 0xe1, 0xda];
// What an APP1 segment with XMP begins with. Source: Adobe, XMP specification part 3, 1.1.3 (JPEG).
const namespace = Buffer.from("http://ns.adobe.com/xap/1.0/\0", "latin1");

/**
 * A JPEG that carries `xmp`. One that has none yet gets the segment put in front of its picture, which changes no
 * pixel and takes no time; anything else (WebP, PNG, other XMP) is encoded anew by sharp.
 */
export async function withProvenance(image: Buffer, xmp: string): Promise<Buffer> {
  const at = placeFor(image);
  if (at === undefined) return sharp(image).jpeg({ quality: 92 }).withXmp(xmp).toBuffer();
  const packet = Buffer.concat([namespace, Buffer.from(xmp, "utf8")]);
  const head = Buffer.from([marker, application1, 0, 0]);
  // The length counts itself, but not the marker.
  head.writeUInt16BE(packet.length + 2, 2);
  return Buffer.concat([image.subarray(0, at), head, packet, image.subarray(at)]);
}

/** Behind the start of the image and its JFIF header; undefined for what is no JPEG or has XMP already. */
function placeFor(image: Buffer): number | undefined {
  if (image[0] !== marker || image[1] !== startOfImage) return undefined;
  let place = 2;
  for (let at = 2; at + 4 <= image.length; ) {
    if (image[at] !== marker) return undefined;
    const kind = image[at + 1];
    if (kind === startOfScan) return place;
    const length = image.readUInt16BE(at + 2);
    const hasXmp =
      kind === application1 && image.subarray(at + 4, at + 4 + namespace.length).equals(namespace);
    if (hasXmp || length < 2) return undefined;
    if (kind === application0 && place === at) place = at + 2 + length;
    at += 2 + length;
  }
  return undefined;
}
