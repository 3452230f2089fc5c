import type { Template } from "../schema.ts";
import { fashion } from "./fashion.ts";
import { fitness } from "./fitness.ts";
import { food } from "./food.ts";
import { home } from "./home.ts";
import { lifestyle } from "./lifestyle.ts";
import { nature } from "./nature.ts";
import { nightOut } from "./night-out.ts";
import { seasonal } from "./seasonal.ts";
import { travel } from "./travel.ts";
import { work } from "./work.ts";

/** The templates that ship: five in each of ten groups. An edited one gets the next `version`. */
export const templates: readonly Template[] = [
  ...lifestyle,
  ...fitness,
  ...travel,
  ...fashion,
  ...food,
  ...work,
  ...nightOut,
  ...nature,
  ...home,
  ...seasonal,
];
