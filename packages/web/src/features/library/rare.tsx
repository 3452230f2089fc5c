"use client";

import { lazily } from "../lazily.tsx";

/** What few who open the library ever see: its code is loaded with it, not with the page. */
export const GoneExport = lazily(() => import("./gone-export.tsx").then((file) => file.GoneExport));
