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

function arrived(entries: readonly IntersectionObserverEntry[]): void {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    const work = waiting.get(entry.target);
    forget(entry.target);
    work?.();
  }
}

function forget(element: Element): void {
  waiting.delete(element);
  observer?.unobserve(element);
}
