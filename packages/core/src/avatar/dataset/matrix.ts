/**
 * The fixed variation matrix of a training set: framing × angle × expression × light × outfit × setting. Each
 * value is the phrase that goes into the picture's prompt. Extending an axis changes what a seed plans, so a
 * dataset row stores its own cells.
 */
export const matrix = {
  framing: {
    close_up: "tight close-up of the face",
    portrait: "head and shoulders portrait",
    half_body: "half-body shot from the waist up",
    three_quarter: "three-quarter shot from the knees up",
    full_body: "full-body shot, standing",
    seated: "full-body shot, seated",
  },
  angle: {
    front: "facing the camera",
    turned_left: "face turned three-quarters to the left",
    turned_right: "face turned three-quarters to the right",
    from_above: "facing the camera, seen slightly from above",
    from_below: "facing the camera, seen slightly from below",
    profile: "in profile",
  },
  expression: {
    neutral: "calm, neutral expression",
    soft_smile: "soft closed-mouth smile",
    laughing: "laughing openly",
    thoughtful: "thoughtful look",
    confident: "confident look",
  },
  light: {
    window: "soft window light",
    golden_hour: "golden hour sunlight",
    overcast: "even overcast daylight",
    studio: "studio softbox light",
    evening: "warm evening lamp light",
  },
  outfit: {
    tshirt: "a plain white t-shirt",
    knitwear: "a chunky knit sweater",
    denim: "a denim jacket over a dark top",
    blazer: "a tailored blazer",
    linen: "a loose linen shirt",
    sportswear: "a sports jacket and leggings",
  },
  setting: {
    backdrop: "in front of a plain grey backdrop",
    living_room: "in a bright living room",
    cafe: "in a quiet cafe",
    street: "on a city street",
    park: "in a green park",
    seafront: "on a seafront promenade",
    library: "between the shelves of a library",
  },
} as const;

export type Axis = keyof typeof matrix;
export type Variation = { [Name in Axis]: keyof (typeof matrix)[Name] };

export const axes = Object.keys(matrix) as Axis[];

/** Which light falls where; a lamp does not light a park, and only a studio has a softbox. */
export const lightsOf: Record<Variation["setting"], readonly Variation["light"][]> = {
  backdrop: ["studio"],
  living_room: ["window", "evening"],
  cafe: ["window", "evening"],
  street: ["golden_hour", "overcast"],
  park: ["golden_hour", "overcast"],
  seafront: ["golden_hour", "overcast"],
  library: ["window", "evening"],
};

/**
 * How many of each hundred pictures have a framing and an angle. Faces come first, because the trainer learns
 * identity from them; profiles are few, because nothing can measure identity on them.
 */
export const framingShares: Record<Variation["framing"], number> = {
  close_up: 22,
  portrait: 26,
  half_body: 20,
  three_quarter: 12,
  full_body: 12,
  seated: 8,
};
export const angleShares: Record<Variation["angle"], number> = {
  front: 30,
  turned_left: 18,
  turned_right: 18,
  from_above: 12,
  from_below: 12,
  profile: 10,
};

/** The key of a cell, its six values in the order of the axes: `portrait/front/laughing/window/linen/cafe`. */
export function cellOf(variation: Variation): string {
  return axes.map((axis) => variation[axis]).join("/");
}

/** Reads a cell's key back. Throws when it names a value the matrix does not have. */
export function variationOf(cell: string): Variation {
  const values = cell.split("/");
  const entries = axes.map((axis, index) => {
    const value = values[index];
    if (value === undefined || !(value in matrix[axis])) {
      throw new Error(`"${cell}" is no cell of the dataset matrix: ${axis} "${value ?? ""}" is unknown`);
    }
    return [axis, value];
  });
  if (values.length !== axes.length) throw new Error(`"${cell}" is no cell of the dataset matrix`);
  return Object.fromEntries(entries) as Variation;
}

/** The composition group of a cell is its framing: what fills the frame, and how much of it is face. */
export function compositionOf(cell: string): Variation["framing"] {
  return variationOf(cell).framing;
}
