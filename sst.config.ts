import type { SSTConfig } from "sst";
import { stacks } from "./stacks/index.ts";

export default {
  config: () => ({ name: "vixenbliss", region: "us-east-1" }),
  stacks,
} satisfies SSTConfig;
