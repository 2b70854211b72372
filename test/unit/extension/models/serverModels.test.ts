import { createServer, type RequestListener, type Server } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { serverModels } from "../../../../src/extension/models/serverModels.ts";

let server: Server | null = null;
afterEach(() => server?.close());

function serve(listener: RequestListener): Promise<string> {
  return new Promise((resolve) => {
    const one = (server = createServer(listener));
    one.listen(0, "127.0.0.1", () => {
      const address = one.address();
      resolve(typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}/v1` : "");
    });
  });
}

const signal = new AbortController().signal;

describe("serverModels", () => {
  it("lists the ids, sending the key", async () => {
    const seen: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      seen.push(request.url, request.headers.authorization);
      response.end(JSON.stringify({ data: [{ id: "a" }, { id: 3 }, { id: "b" }] }));
    });
    expect(await serverModels(url, "k", signal)).toEqual(["a", "b"]);
    expect(seen).toEqual(["/v1/models", "Bearer k"]);
  });

  it.each<[number, string, string]>([
    [401, "", "refused-key"],
    [404, "", "server"],
    [200, "<html>", "output"],
    [200, '{"object":"error"}', "output"],
  ])("answer %i %s is the error %s, without the key in it", async (status, body, kind) => {
    const url = await serve((_, response) => response.writeHead(status).end(body));
    const failed = serverModels(url, "top-secret", signal);
    await expect(failed).rejects.toMatchObject({ kind });
    await expect(failed).rejects.not.toThrow("top-secret");
  });

  it("follows no redirect, which could lead a list or a key elsewhere", async () => {
    const url = await serve((_, response) =>
      response.writeHead(302, { location: "http://127.0.0.1:9/" }).end(),
    );
    await expect(serverModels(url, "k", signal)).rejects.toMatchObject({ kind: "unreachable" });
  });

  it("says so where nobody answers", async () => {
    await expect(serverModels("http://127.0.0.1:9/v1", null, signal)).rejects.toThrow("can’t be reached");
  });
});
