/**
 * Names the page's nonce where the toolkit looks for it: while it loads, it tries a style element to see whether the
 * browser knows `:focus-visible`, and takes the ring of every click for granted where the policy stops that. Must be
 * imported before the toolkit.
 */
const nonce = document.currentScript?.nonce;
if (nonce) {
  const meta = document.createElement("meta");
  meta.setAttribute("property", "csp-nonce");
  meta.content = nonce;
  document.head.append(meta);
}
