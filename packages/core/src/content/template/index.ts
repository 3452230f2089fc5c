export { type PersonaFacts, renderPrompt } from "./render.ts";
export { findTemplate, selectTemplates } from "./select.ts";
