/**
 * `node test/webview/harness/serve.ts [--port 8123]`: the trace editor's view in a plain browser page, with a host that
 * has invented rows. `?theme=light|dark|contrast`, `?tick=MS` (how fast candidates come). Built anew at each load.
 */
import { createServer, type Server } from "node:http";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";
import { builds } from "../../../scripts/lib/bundle.mjs";
import { root } from "../../../scripts/lib/bootstrap.mjs";

/** As strict as the policy of the extension's own page, so that what breaks there breaks here. */
const policy =
  "default-src 'none'; script-src 'nonce-harness'; style-src 'self' 'nonce-harness'; font-src 'self'; img-src 'self'";

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Trace editor</title>
    <link rel="stylesheet" href="/webview.css" />
  </head>
  <body>
    <script nonce="harness" src="/page.js"></script>
    <script nonce="harness" src="/webview.js"></script>
  </body>
</html>
`;

const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
  ".ttf": "font/ttf",
  ".map": "application/json",
};

/** Serves the page; `address` is where. */
export async function serveHarness(port: number): Promise<{ address: string; server: Server }> {
  const files = new Map<string, Uint8Array>();
  const server = createServer((request, response) => {
    void answer(new URL(request.url ?? "/", "http://localhost").pathname).then(({ status, type, body }) => {
      response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
      response.end(body);
    });
  });
  const answer = async (path: string) => {
    if (path === "/") {
      await rebuild(files);
      return { status: 200, type: "text/html", body: page };
    }
    if (path === "/favicon.ico") return { status: 204, type: "image/x-icon", body: "" };
    const body = files.get(path);
    return body === undefined
      ? { status: 404, type: "text/plain", body: `No ${path} here.` }
      : { status: 200, type: types[extname(path)] ?? "application/octet-stream", body };
  };
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const at = server.address();
  return { address: `http://127.0.0.1:${typeof at === "object" && at !== null ? at.port : port}`, server };
}

/** The view as `npm run build` makes it, and the page's own script, both in memory. */
async function rebuild(files: Map<string, Uint8Array>): Promise<void> {
  const view = builds().find((one) => one.platform === "browser");
  if (view === undefined) throw new Error("scripts/lib/bundle.mjs has no build for the webview.");
  const options: esbuild.BuildOptions[] = [
    { ...view, write: false, outdir: "/", sourcemap: "inline" },
    {
      entryPoints: [fileURLToPath(new URL("page.ts", import.meta.url))],
      bundle: true,
      write: false,
      outdir: "/",
      format: "iife",
      absWorkingDir: root,
    },
  ];
  const results = await Promise.all(options.map((one) => esbuild.build(one)));
  for (const { outputFiles } of results) {
    for (const file of outputFiles ?? []) files.set(file.path, file.contents);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { port: { type: "string", default: "8123" } } });
  const { address } = await serveHarness(Number(values.port));
  console.log(address);
}
