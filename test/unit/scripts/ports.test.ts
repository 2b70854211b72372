import { createServer, type AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { choosePort } from "../../../scripts/lib/ports.mjs";

const taken = createServer();
const port = await new Promise<number>((resolve) => {
  taken.listen(0, "127.0.0.1", () => resolve((taken.address() as AddressInfo).port));
});

it("passes over a taken port where none was asked for", async () => {
  expect(await choosePort(undefined, port)).toBeGreaterThan(port);
});

it("refuses a taken port that was asked for, and says what to do", async () => {
  await expect(choosePort(String(port), 8180)).rejects.toThrow(`Port ${port} is taken`);
});

it.each(["abc", "0", "70000", "1.5"])("refuses %s as a port", async (asked) => {
  await expect(choosePort(asked, 8180)).rejects.toThrow("--port takes a number");
});
