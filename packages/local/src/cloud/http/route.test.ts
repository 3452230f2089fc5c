import { describe, expect, test } from "vitest";
import { createRouter } from "./route.ts";

const route = (key: string) => ({ key, functionArn: key, isIamAuthorized: false, apiId: "api" });
const keys = [
  "$default",
  "ANY /{proxy+}",
  "GET /api/{proxy+}",
  "ANY /api/{proxy+}",
  "GET /api/pets/{id}",
  "GET /api/pets/mine",
  "POST /api/pets",
  "GET /api/{kind}/mine",
];
const find = createRouter(keys.map(route));

describe("the most exact route takes a request", () => {
  test.each([
    ["GET", "/api/pets/mine", "GET /api/pets/mine", undefined],
    ["GET", "/api/pets/7", "GET /api/pets/{id}", { id: "7" }],
    ["GET", "/api/dogs/mine", "GET /api/{kind}/mine", { kind: "dogs" }],
    ["GET", "/api/pets/7/more", "GET /api/{proxy+}", { proxy: "pets/7/more" }],
    ["POST", "/api/pets", "POST /api/pets", undefined],
    ["DELETE", "/api/pets", "ANY /api/{proxy+}", { proxy: "pets" }],
    ["GET", "/other", "ANY /{proxy+}", { proxy: "other" }],
    ["GET", "/", "$default", undefined],
    ["GET", "/api/pets/a%2Fb%20c", "GET /api/pets/{id}", { id: "a/b c" }],
    ["GET", "/api/pets/%zz", "GET /api/pets/{id}", { id: "%zz" }],
  ])("%s %s", (method, path, key, parameters) => {
    const match = find(method, path);
    expect(match?.route.key).toBe(key);
    expect(match?.parameters).toEqual(parameters);
  });

  test("and without a default none takes an unknown one", () => {
    expect(createRouter([route("GET /a")])("GET", "/b")).toBeUndefined();
  });
});
