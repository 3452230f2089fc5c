"use client";

import { useEffect, useState } from "react";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { problemOf } from "../../lib/use-form.ts";

type Named = { id: string; name: string };

/** The avatars by name, the newest first, asked for when something opens that lists them. */
export function useAvatarNames(): Named[] {
  const [names, setNames] = useState<Named[]>([]);
  useEffect(() => {
    answerOf(api.avatars.$get({ query: { limit: "100" } })).then(
      ({ items }) => setNames(items.map(({ id, name }) => ({ id, name }))),
      // The list stays without them; what cannot be had shows on the pages that need it.
      problemOf,
    );
  }, []);
  return names;
}
