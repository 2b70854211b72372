// The simulated page has no doctype, and KaTeX refuses pages in quirks mode; the extension's page has one.
Object.defineProperty(document, "compatMode", { value: "CSS1Compat" });
