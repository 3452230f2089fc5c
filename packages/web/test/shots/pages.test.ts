import { expect, test } from "vitest";
import { appRoutes, routeOf } from "./app-routes.ts";
import { addressOf, measuredPages, openPages, statePages, studioPages } from "./pages.ts";

/** Ids need not be real to say which page an address is of. */
const ids = { ready: "a", inSetup: "b", choosing: "c", failed: "d", archived: "e", removed: "g", batch: "f" };
const routesOf = (pages: Record<string, Parameters<typeof addressOf>[0]>) =>
  [...new Set(Object.values(pages).map((address) => routeOf(addressOf(address, ids))))].toSorted();

test("a picture is taken of every page of the app folder, and of a page that is not there", () => {
  const pictured = routesOf({ ...openPages, ...studioPages, ...statePages });
  expect(pictured).toEqual(["nowhere", ...appRoutes()].toSorted());
});

test("the bench loads every page of the app folder", () => {
  expect(routesOf(measuredPages)).toEqual(appRoutes());
});
