"use client";

import dynamic from "next/dynamic";

/** What few who open the library ever see: its code is loaded with it, not with the page. */
export const GoneExport = dynamic(() => import("./gone-export.tsx").then((file) => file.GoneExport));
