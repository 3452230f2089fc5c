import sharp from "sharp";
import { bandSvg } from "./band.ts";
import { figureSvg, headSpace } from "./figure.ts";
import { type Flaw, withFlaw } from "./flaw.ts";
import type { Look } from "./look.ts";
import { personaOf } from "./persona.ts";
import { type Scene, sceneOf } from "./scene.ts";
import { backdropSvg, type Setting } from "./setting.ts";
import { encodeTruth, type Truth } from "./truth.ts";

export type PictureOrder = {
  persona: number;
  look: Look;
  /** Years; what the persona's number says when absent. */
  age?: number | undefined;
  prompt: string;
  seed: number;
  flaw: Flaw | undefined;
  width: number;
  height: number;
  format: "jpg" | "webp" | "png";
  /** 1 to 100. */
  quality: number;
};

/** Head height as a share of the picture's height, and where its centre stands. */
const framings: Record<Scene["framing"], { head: number; y: number }> = {
  "close-up": { head: 0.56, y: 0.46 },
  portrait: { head: 0.4, y: 0.42 },
  half: { head: 0.27, y: 0.32 },
  full: { head: 0.145, y: 0.2 },
};

/** The picture's bytes. Equal orders give equal bytes. */
export async function renderPicture(order: PictureOrder): Promise<Buffer> {
  const { width, height } = order;
  const { persona, scene, truth } = withFlaw(order.flaw, order, {
    persona: order.persona,
    scene: sceneOf(order.prompt, order.persona, order.seed),
  });
  const traits = personaOf(persona, order.look);
  const framing = framings[scene.framing];
  // A wide picture is lower than its figure would like; the head may then take a little more of it.
  const scale = (framing.head * height * (width > height ? 1.15 : 1)) / headSpace.height;
  const centerX = width * (0.5 + scene.offset.x);
  const centerY = height * (framing.y + scene.offset.y - scene.nod * 0.025);
  const age = order.age ?? traits.age;
  const full: Truth = {
    ...truth,
    persona,
    look: order.look,
    apparentAge: truth.isYoungLook ? 15 + (truth.jitter % 3) : age,
    // A full profile is no frontal face any more, a three-quarter view still is.
    yawDegrees: scene.turn * 45,
    face: { x: centerX / width, y: centerY / height, height: (headSpace.height * scale) / height },
  };
  const figure = truth.hasFace
    ? `<g transform="translate(${centerX} ${centerY}) rotate(${scene.tiltDegrees}) scale(${
        scale * traits.faceWidth * (1 - Math.abs(scene.turn) * 0.14) * (scene.turn < 0 ? -1 : 1)
      } ${scale * (truth.isYoungLook ? 0.93 : 1) * (1 - Math.abs(scene.nod) * 0.04)}) skewY(${scene.turn * 3}) translate(${-headSpace.centerX} ${-headSpace.centerY})">${figureSvg(traits, scene)}</g>`
    : "";
  const light = { x: Math.cos(scene.lightRadians), y: Math.sin(scene.lightRadians) };
  const backdrop = await backdropOf(scene.setting, scene.light, width, height);
  // One pass of the SVG renderer over everything costs half of compositing layers.
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    ${framed(backdrop, scene, width, height)}
    <linearGradient id="key" x1="${0.5 + light.x / 2}" y1="${0.5 + light.y / 2}" x2="${0.5 - light.x / 2}" y2="${0.5 - light.y / 2}">
      <stop stop-color="#fff" stop-opacity=".38"/><stop offset=".5" stop-color="#888" stop-opacity=".05"/>
      <stop offset="1" stop-color="#0a0a14" stop-opacity=".38"/></linearGradient>
    <rect width="100%" height="100%" fill="url(#key)"/>${figure}${bandSvg(width, height, encodeTruth(full))}</svg>`;
  const image = sharp(Buffer.from(drawing)).removeAlpha();
  const quality = Math.min(100, Math.max(30, order.quality));
  if (order.format === "png") return image.png({ compressionLevel: 3 }).toBuffer();
  if (order.format === "webp") return image.webp({ quality, effort: 1 }).toBuffer();
  return image.jpeg({ quality }).toBuffer();
}

/** The backdrop cut as the scene says: it always covers the picture. */
function framed(href: string, { view }: Scene, width: number, height: number): string {
  const [wide, high] = [width * view.zoom, height * view.zoom];
  const [x, y] = [(width - wide) * view.pan.x, (height - high) * view.pan.y];
  const flip = view.isMirrored ? `transform="matrix(-1 0 0 1 ${width} 0)"` : "";
  return `<image x="${x}" y="${y}" width="${wide}" height="${high}" preserveAspectRatio="none" ${flip} href="${href}"/>`;
}

/** Drawn small and enlarged: cheap, and it looks like a lens focused on the person. Few differ, so all are kept. */
const backdrops = new Map<string, Promise<string>>();
const maxBackdrops = 200;

function backdropOf(setting: Setting, light: Scene["light"], width: number, height: number): Promise<string> {
  const key = [setting, light, width, height].join();
  const found = backdrops.get(key);
  if (found) return found;
  const [oldest] = backdrops.keys();
  if (oldest !== undefined && backdrops.size >= maxBackdrops) backdrops.delete(oldest);
  const small = backdropSvg(setting, light, Math.ceil(width / 4), Math.ceil(height / 4));
  const made = sharp(Buffer.from(small))
    .flatten()
    .blur(1.6)
    .png({ compressionLevel: 1 })
    .toBuffer()
    .then((bytes) => `data:image/png;base64,${bytes.toString("base64")}`);
  backdrops.set(key, made);
  return made;
}
