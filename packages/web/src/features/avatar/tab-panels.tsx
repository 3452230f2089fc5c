"use client";

import dynamic from "next/dynamic";

/** Each tab's code is loaded with the tab, not with the page. */
export const IdentityEditor = dynamic(() =>
  import("./identity-editor.tsx").then((file) => file.IdentityEditor),
);
export const DatasetReview = dynamic(() => import("./dataset-review.tsx").then((file) => file.DatasetReview));
export const ModelVersions = dynamic(() => import("./model-versions.tsx").then((file) => file.ModelVersions));
