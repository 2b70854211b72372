import { describe, expect, it } from "vitest";
import { Keys } from "../../../../src/extension/models/keys.ts";

function keys(): { keys: Keys; stored: Map<string, string> } {
  const stored = new Map<string, string>();
  const secrets = {
    get: (key: string) => Promise.resolve(stored.get(key)),
    store: (key: string, value: string) => Promise.resolve(void stored.set(key, value)),
    delete: (key: string) => Promise.resolve(void stored.delete(key)),
  };
  return { keys: new Keys(secrets), stored };
}

describe("Keys", () => {
  it("gives a key to the origin it was given for, and to no other", async () => {
    const { keys: one } = keys();
    await one.set("https://lab.example/v1", "s3cret");
    expect(await one.get("https://lab.example")).toBe("s3cret");
    for (const other of [
      "http://lab.example",
      "https://lab.example:8443",
      "https://lab.example.evil.example",
      "https://evil.example/https://lab.example",
    ]) {
      expect(await one.get(other)).toBeNull();
    }
  });

  it("forgets a key", async () => {
    const { keys: one, stored } = keys();
    await one.set("https://lab.example", "s3cret");
    await one.delete("https://lab.example/v1");
    expect(stored.size).toBe(0);
  });

  it("takes no key for what is no server", async () => {
    await expect(keys().keys.set("file:///x", "k")).rejects.toThrow("http or https");
  });
});
