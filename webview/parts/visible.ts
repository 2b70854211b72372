/** Runs `work` once when an element comes near the view. Returns what stops waiting. */
export function whenNear(element: Element, work: () => void): () => void {
  if (typeof IntersectionObserver === "undefined") {
    work();
    return () => undefined;
  }
  waiting.set(element, work);
  observer ??= new IntersectionObserver(arrived, { rootMargin: "800px 0px" });
  observer.observe(element);
  return () => forget(element);
}

const waiting = new WeakMap<Element, () => void>();
let observer: IntersectionObserver | undefined;

/** Elements that have come near, in their order, whose work is still to be done. */
const near = new Set<Element>();
let isDoing = false;

/** How long (milliseconds) work goes on before the view may answer keys and scroll: formulas take long to set. */
const stretch = 8;

function arrived(entries: readonly IntersectionObserverEntry[]): void {
  for (const { isIntersecting, target } of entries) {
    // What has been scrolled past before its turn waits until it is near again.
    if (isIntersecting) near.add(target);
    else near.delete(target);
  }
  if (!isDoing) doSome();
}

function doSome(): void {
  const start = performance.now();
  for (const element of near) {
    if (performance.now() - start > stretch) break;
    const work = waiting.get(element);
    forget(element);
    work?.();
  }
  isDoing = near.size > 0;
  if (isDoing) setTimeout(doSome, 0);
}

function forget(element: Element): void {
  waiting.delete(element);
  near.delete(element);
  observer?.unobserve(element);
}
