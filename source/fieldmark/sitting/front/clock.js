// The server's clock, as far as this page knows it. Counts with the monotonic timer, so that a changed clock of the
// device changes nothing; each answer of the server sets it right again.

export class Clock {
  constructor() {
    this.offset = 0; // server time (ms) = performance.now() + offset
    this.deadline = Infinity;
    this.known = false;
  }

  /**
   * @param {{now: string, deadline: string|null}} said
   * @param {number} sent @param {number} received performance.now() around the request
   */
  sync(said, sent, received) {
    this.offset = Date.parse(said.now) - (sent + received) / 2;
    this.deadline = said.deadline ? Date.parse(said.deadline) : Infinity;
    this.known = true;
  }

  now() {
    return performance.now() + this.offset;
  }

  /** Milliseconds left, never below 0. */
  left() {
    return Math.max(0, this.deadline - this.now());
  }
}
