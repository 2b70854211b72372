/** Stylesheets are bundled into dist/webview.css by the import alone. */
declare module "*.css";
