/** Whether a view hears what is posted to it: once its start was answered, until it is hidden, when its page is gone. */
export class Hearing {
  #hears = false;
  /** Counts the pages that the view had. */
  #page = 0;
  #missed = false;

  get now(): boolean {
    return this.#hears;
  }

  /**
   * Makes the answer to a view's start.
   * @param begin what to do once the view hears; `missed` where something changed since the answer began to be made
   */
  async start<T>(answer: () => Promise<T>, begin: (missed: boolean) => void): Promise<T> {
    const page = (this.#page += 1);
    this.#missed = false;
    const start = await answer();
    // The answer is posted before what waits for it.
    setTimeout(() => {
      if (page !== this.#page) return;
      this.#hears = true;
      begin(this.#missed);
    }, 0);
    return start;
  }

  /** Something changed that the view does not hear of. */
  miss(): void {
    this.#missed = true;
  }

  /** The view's page is gone. */
  stop(): void {
    this.#page += 1;
    this.#hears = false;
  }
}
