import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { unpackAsset } from "./unpacked.ts";
import { unzip, zipEntries } from "./unzip.ts";

const parent = mkdtempSync(join(tmpdir(), "vixen-site-"));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** A zip archive as the format describes it: entries, then the directory, then its end. */
function zip(files: Record<string, string>, isPacked: boolean): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const data = isPacked ? deflateRawSync(text) : Buffer.from(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(isPacked ? 8 : 0, 4);
    common.writeUInt32LE(crc32(text), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(Buffer.byteLength(text), 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), data]);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), common, entry, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const size = directory.reduce((sum, entry) => sum + entry.length, 0);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

function archive(name: string, files: Record<string, string>): string {
  const file = join(parent, name);
  writeFileSync(file, zip(files, true));
  return file;
}

describe("a packed asset", () => {
  test.each([true, false])("is read whether its files are deflated or stored (%s)", (isPacked) => {
    const entries = zipEntries(zip({ "a/b.txt": "hello ".repeat(50), "é.txt": "" }, isPacked));
    expect(entries[0]?.data().toString()).toBe("hello ".repeat(50));
    expect(entries).toHaveLength(2);
  });

  test("is unpacked once, with the values a deployment would fill in", () => {
    const file = archive("one.zip", {
      "index.mjs": "const url = '{{ API_URL }}'",
      "picture.png": "{{ API_URL }}",
    });
    const replacements = [{ search: "{{ API_URL }}", replace: "http://127.0.0.1:1" }];
    const folder = unpackAsset(file, parent, replacements);
    expect(readFileSync(join(folder, "index.mjs"), "utf8")).toBe("const url = 'http://127.0.0.1:1'");
    expect(readFileSync(join(folder, "picture.png"), "utf8")).toBe("{{ API_URL }}");
    writeFileSync(join(folder, "mark"), "");
    expect(unpackAsset(file, parent, replacements)).toBe(folder);
    expect(existsSync(join(folder, "mark"))).toBe(true);
  });

  test("with other values is another folder", () => {
    const file = archive("two.zip", { "a.js": "{{ X }}" });
    const folders = ["1", "2"].map((replace) => unpackAsset(file, parent, [{ search: "{{ X }}", replace }]));
    expect(folders.map((folder) => readFileSync(join(folder, "a.js"), "utf8"))).toEqual(["1", "2"]);
  });

  test("that names a file outside itself is refused", () => {
    const file = archive("evil.zip", { "../evil.txt": "x" });
    expect(() => unzip(file, join(parent, "target"), (_name, data) => data)).toThrow("outside");
    expect(existsSync(join(parent, "evil.txt"))).toBe(false);
  });

  test("that is none is an error", () => {
    expect(() => zipEntries(Buffer.from("no archive at all, but longer than twenty-two bytes"))).toThrow(
      "no zip",
    );
  });
});
