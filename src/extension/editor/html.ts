/** A webview's page, and the addresses that it may load from. */
export interface PageSources {
  /** Name of the page, for screen readers. */
  readonly title: string;
  readonly script: string;
  readonly style: string;
  /** VS Code's source for the extension's own files in a webview. */
  readonly cspSource: string;
  /** Fresh random text for each page. */
  readonly nonce: string;
}

/** The page of the trace editor. */
export function traceEditorPage(sources: Omit<PageSources, "title">): string {
  return webviewPage({ ...sources, title: "Step-DPO trace editor" });
}

/**
 * A page of ours. Scripts run by nonce alone, styles and fonts come from the extension alone, nothing is
 * fetched: a dataset's text can't load or run anything. Styles have no `unsafe-inline`: KaTeX and the toolkit set
 * theirs through the DOM and constructed style sheets.
 */
export function webviewPage({ title, script, style, cspSource, nonce }: PageSources): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `font-src ${cspSource}`,
    `img-src ${cspSource}`,
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<link rel="stylesheet" href="${attribute(style)}">
<title>${attribute(title)}</title>
<script nonce="${nonce}" src="${attribute(script)}" defer></script>
</head>
<body></body>
</html>`;
}

function attribute(text: string): string {
  return text.replace(/&/gu, "&amp;").replace(/"/gu, "&quot;").replace(/</gu, "&lt;");
}
