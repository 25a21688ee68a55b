// The server's clock, as far as this page knows it. Counts with the monotonic timer, so that a changed clock of the
// device changes nothing; each answer of the server sets it right again.

export class Clock {
  constructor() {
    this.offset = 0; // server time (ms) = performance.now() + offset
    this.deadline = Infinity;
    this.stands = 0; // server time (ms) until which no time is counted
    this.lead = Date.now() - performance.now();
  }

  /**
   * @param {{now: string, deadline: string|null, stands?: string|null}} said
   * @param {number} sent @param {number} received performance.now() around the request
   */
  sync(said, sent, received) {
    this.offset = Date.parse(said.now) - (sent + received) / 2;
    this.deadline = said.deadline ? Date.parse(said.deadline) : Infinity;
    this.stands = said.stands ? Date.parse(said.stands) : 0;
  }

  /** Whether the device's clock and the timer parted since the last call: the timer may stand still while a device
   * sleeps, and then what is left is not known until the server was asked. */
  slept() {
    const lead = Date.now() - performance.now();
    const parted = Math.abs(lead - this.lead) > 3000;
    this.lead = lead;
    return parted;
  }

  now() {
    return performance.now() + this.offset;
  }

  /** Milliseconds left, never below 0. */
  left() {
    return Math.max(0, this.deadline - Math.max(this.now(), this.stands));
  }
}
