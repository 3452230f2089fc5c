import { globSync } from "node:fs";
import { join } from "node:path";

const app = join(import.meta.dirname, "../../src/app");

/** The routes of the app folder's pages, as `/avatars/[avatarId]`, in order. */
export const appRoutes = (): string[] =>
  globSync("**/page.tsx", { cwd: app })
    .map((file) => {
      const parts = file.split("/").slice(0, -1);
      return `/${parts.filter((part) => !part.startsWith("(")).join("/")}`;
    })
    .toSorted();

/** The route that an address is of; `nowhere` for one that leads to none. */
export function routeOf(address: string): string {
  const parts = new URL(address, "http://site").pathname.split("/");
  const fits = (route: string, isExact: boolean) => {
    const wanted = route.split("/");
    return (
      wanted.length === parts.length &&
      wanted.every((part, index) => part === parts[index] || (!isExact && part.startsWith("[")))
    );
  };
  const routes = appRoutes();
  return routes.find((route) => fits(route, true)) ?? routes.find((route) => fits(route, false)) ?? "nowhere";
}
